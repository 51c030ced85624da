// SPDX-License-Identifier: Apache-2.0
package io.agegender.report;

import io.agegender.foundation.config.SettingsReader;
import io.agegender.score.metrics.Bootstrap;

/**
 * How results are gathered and judged.
 *
 * @param selection which snapshot stands for a run
 * @param bestOnTestLimit the last iteration that {@link SelectionRule#BEST_ON_TEST} looks at
 * @param tolerancePoints the largest difference from a published value that counts as reproduced,
 *     in percentage points
 * @param publishedSchedule the name of the training schedule of the published table
 * @param bootstrap how confidence intervals are computed
 */
public record ReportSettings(
    SelectionRule selection,
    long bestOnTestLimit,
    double tolerancePoints,
    String publishedSchedule,
    Bootstrap bootstrap) {

  /**
   * Reads the section {@code report} and {@code seed}; each wrong value is a problem with its
   * place.
   */
  public static ReportSettings read(SettingsReader settings) {
    SettingsReader report = settings.section("report");
    return new ReportSettings(
        report.choice(SelectionRule.class, "selection"),
        report.longWhole("best-on-test-limit", 1, Long.MAX_VALUE),
        report.number("tolerance-points", v -> v >= 0 && v <= 100, "0 to 100"),
        report.text("published-schedule"),
        new Bootstrap(
            report.atLeast("bootstrap.resamples", 100),
            report.number("bootstrap.confidence", v -> v > 0 && v < 1, "above 0 and below 1"),
            settings.seed("seed")));
  }
}
