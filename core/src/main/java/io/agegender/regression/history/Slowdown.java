// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression.history;

import io.agegender.regression.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A measure of a nightly run that is much worse than usual.
 *
 * @param measure which
 * @param value of the nightly run
 * @param median of the good nightly runs before it
 */
public record Slowdown(Measure measure, double value, double median) {
  /** Short ones scatter by more than any share. */
  private static final double SHORTEST_SECONDS = 5;

  private static final int FEWEST_RUNS = 3;

  /**
   * What of a nightly run is worse than the median of those before it: longer, slower, or larger in
   * memory.
   *
   * @param before nightly runs before it, the oldest first
   */
  public static List<Slowdown> of(
      List<HistoryLine> before, HistoryLine nightly, TrendSettings settings) {
    List<HistoryLine> good = before.stream().filter(line -> line.outcome().isGood()).toList();
    List<HistoryLine> last = good.subList(Math.max(0, good.size() - settings.runs()), good.size());
    List<Slowdown> found = new ArrayList<>();
    nightly
        .measures()
        .forEach(
            (measure, value) -> {
              double[] values =
                  last.stream()
                      .filter(line -> line.measures().containsKey(measure))
                      .mapToDouble(line -> line.measures().get(measure))
                      .sorted()
                      .toArray();
              if (values.length >= Math.min(FEWEST_RUNS, settings.runs())) {
                double median = median(values);
                if (isWorse(measure, value, median, settings.worse())) {
                  found.add(new Slowdown(measure, value, median));
                }
              }
            });
    return found;
  }

  private static boolean isWorse(Measure measure, double value, double median, double share) {
    if (measure.kind() == Measure.Kind.RATE) {
      return value > 0 && median / value > 1 + share;
    }
    if (measure.kind() == Measure.Kind.SECONDS && value < SHORTEST_SECONDS) {
      return false;
    }
    return value > median * (1 + share);
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  @Override
  public String toString() {
    return measure.kind() == Measure.Kind.RESIDENT
        ? String.format(
            Locale.ROOT,
            "peak resident memory %.2f GiB, median %.2f GiB",
            value / (1L << 30),
            median / (1L << 30))
        : String.format(Locale.ROOT, "%s %.1f, median %.1f", measure, value, median);
  }
}
