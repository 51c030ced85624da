// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression.history;

import io.agegender.foundation.config.SettingsReader;

/**
 * When a nightly run counts as slow or greedy.
 *
 * @param runs how many good nightly runs before it the median is of
 * @param worse by what share of the median, above 0
 */
public record TrendSettings(int runs, double worse) {
  /** Reads the section {@code nightly.trend}; a value out of its range is a problem. */
  public static TrendSettings read(SettingsReader settings) {
    SettingsReader trend = settings.section("nightly.trend");
    return new TrendSettings(
        trend.atLeast("runs", 1), trend.number("worse", v -> v > 0, "above 0"));
  }
}
