// SPDX-License-Identifier: Apache-2.0
package io.agegender.score.metrics;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * One figure over the folds that have it. The mean is not weighted by fold size, as in the
 * original. A missing fold is never averaged over: it is counted and named.
 *
 * @param values fold number to value
 * @param expected how many folds the protocol has (5)
 */
public record FoldStatistic(SortedMap<Integer, Double> values, int expected) {
  /**
   * @throws IllegalArgumentException if a fold is not in 0..expected-1 or a value is not finite
   */
  public FoldStatistic {
    values.forEach(
        (fold, value) -> {
          if (fold < 0 || fold >= expected || !Double.isFinite(value)) {
            throw new IllegalArgumentException(
                "fold %d of %d has the value %s".formatted(fold, expected, value));
          }
        });
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  public static FoldStatistic of(Map<Integer, Double> values, int expected) {
    return new FoldStatistic(new TreeMap<>(values), expected);
  }

  /** The folds without a value, in order. */
  public List<Integer> missing() {
    return IntStream.range(0, expected).filter(f -> !values.containsKey(f)).boxed().toList();
  }

  /** The unweighted mean of the folds that are there; empty if none is. */
  public OptionalDouble mean() {
    return values().values().stream().mapToDouble(Double::doubleValue).average();
  }

  /** Square root of the mean square distance (divisor n), numpy's default and the original's. */
  public OptionalDouble populationDeviation() {
    return deviation(values.size());
  }

  /** The unbiased estimate (divisor n - 1); empty with fewer than two folds. */
  public OptionalDouble sampleDeviation() {
    return deviation(values.size() - 1);
  }

  /**
   * In percent, such as {@code 81.3 ± 1.2 (2 of 5 folds)}; the deviation is the population's, and
   * left out with fewer than two folds, where it would say nothing.
   */
  public String percent() {
    String folds = String.format(Locale.ROOT, " (%d of %d folds)", values.size(), expected);
    if (values.isEmpty()) {
      return "none" + folds;
    }
    String mean = percent(mean().getAsDouble());
    return values.size() < 2
        ? mean + folds
        : mean + " ± " + percent(populationDeviation().getAsDouble()) + folds;
  }

  /** A fraction in percent with one decimal, such as {@code 81.3}. */
  public static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.1f", 100 * fraction);
  }

  private OptionalDouble deviation(int divisor) {
    if (divisor < 1) {
      return OptionalDouble.empty();
    }
    Collection<Double> all = values.values();
    double mean = mean().getAsDouble();
    double squares = all.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return OptionalDouble.of(Math.sqrt(squares / divisor));
  }
}
