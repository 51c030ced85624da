package io.agegender.regression.history;

import com.typesafe.config.Config;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.error.UsageException;

/**
 * When a night counts as slow or greedy.
 *
 * @param nights how many good nights before it the median is of
 * @param worse by what share of the median, above 0
 */
public record TrendSettings(int nights, double worse) {
  /**
   * @param config the effective configuration, section {@code nightly.trend}
   * @throws UsageException if a value is out of its range
   */
  public static TrendSettings from(Config config) {
    int nights = config.getInt("nightly.trend.nights");
    double worse = config.getDouble("nightly.trend.worse");
    if (nights < 1 || !(worse > 0)) {
      throw new UsageException(
          "%s: nightly.trend: nights is %d (at least 1), worse is %s (above 0)"
              .formatted(Settings.where(config, "nightly.trend.worse"), nights, worse));
    }
    return new TrendSettings(nights, worse);
  }
}
