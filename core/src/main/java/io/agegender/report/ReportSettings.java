package io.agegender.report;

import com.typesafe.config.Config;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.error.Choice;
import io.agegender.foundation.error.UsageException;
import io.agegender.score.metrics.Bootstrap;
import java.util.ArrayList;
import java.util.List;

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
   * @param config the effective configuration, section {@code report} and {@code seed}
   * @throws UsageException with every wrong value and its place
   */
  public static ReportSettings from(Config config) {
    Config report = config.getConfig("report");
    List<String> problems = new ArrayList<>();
    check(
        config,
        "report.best-on-test-limit",
        report.getLong("best-on-test-limit") > 0,
        "above 0",
        problems);
    double tolerance = report.getDouble("tolerance-points");
    check(
        config,
        "report.tolerance-points",
        tolerance >= 0 && tolerance <= 100,
        "0 to 100",
        problems);
    int resamples = report.getInt("bootstrap.resamples");
    check(config, "report.bootstrap.resamples", resamples >= 100, "at least 100", problems);
    double confidence = report.getDouble("bootstrap.confidence");
    check(
        config,
        "report.bootstrap.confidence",
        confidence > 0 && confidence < 1,
        "above 0 and below 1",
        problems);
    if (!problems.isEmpty()) {
      throw new UsageException("configuration: " + String.join("; ", problems));
    }
    return new ReportSettings(
        selection(config),
        report.getLong("best-on-test-limit"),
        tolerance,
        report.getString("published-schedule"),
        new Bootstrap(resamples, confidence, config.getLong("seed")));
  }

  private static SelectionRule selection(Config config) {
    String key = "report.selection";
    return Choice.of(
        SelectionRule.class, Settings.where(config, key) + ": " + key, config.getString(key));
  }

  private static void check(
      Config config, String key, boolean good, String range, List<String> problems) {
    if (!good) {
      problems.add(
          "%s: '%s' is %s, it must be %s"
              .formatted(
                  Settings.where(config, key), key, config.getValue(key).unwrapped(), range));
    }
  }
}
