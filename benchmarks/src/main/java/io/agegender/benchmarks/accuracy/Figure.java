// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.accuracy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * The ways' means of one figure over seeds. Few seeds say little about the spread of one way, so it
 * is estimated from all ways together, as an analysis of variance does: the spread over seeds is
 * taken to be the same for all.
 *
 * @param values of each way, by seed
 * @param deviation of a single run, pooled; empty if no way has two seeds
 * @param degrees of freedom that it was estimated with
 */
record Figure(Map<Cell, double[]> values, OptionalDouble deviation, int degrees) {
  private static final double CONFIDENCE = 0.95;

  static Figure of(Map<Cell, double[]> values) {
    double squares = 0;
    int degrees = 0;
    for (double[] some : values.values()) {
      double mean = average(some);
      squares += Arrays.stream(some).map(v -> (v - mean) * (v - mean)).sum();
      degrees += Math.max(0, some.length - 1);
    }
    return new Figure(
        values,
        degrees == 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.sqrt(squares / degrees)),
        degrees);
  }

  double mean(Cell cell) {
    return average(values.get(cell));
  }

  /** Half of the 95 % interval of a way's mean. */
  OptionalDouble margin(Cell cell) {
    return margin(1.0 / values.get(cell).length);
  }

  /** A way's mean minus that of one worker alone. */
  double difference(Cell cell) {
    return mean(cell) - mean(Cell.ALONE);
  }

  /** Half of the 95 % interval of {@link #difference}. */
  OptionalDouble differenceMargin(Cell cell) {
    return margin(1.0 / values.get(cell).length + 1.0 / values.get(Cell.ALONE).length);
  }

  /** The ways, in their order. */
  List<Cell> cells() {
    return new ArrayList<>(values.keySet());
  }

  private OptionalDouble margin(double variances) {
    return deviation.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            new TDistribution(degrees).inverseCumulativeProbability((1 + CONFIDENCE) / 2)
                * deviation.getAsDouble()
                * Math.sqrt(variances));
  }

  private static double average(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }
}
