// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression;

import io.agegender.regression.Reproduction.Part;
import io.agegender.run.MetricsLog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares the measurements of rounds with those of the rounds made again. */
public final class RoundComparison {
  private RoundComparison() {}

  /**
   * Compares the rounds that both have; a start that resumed from a checkpoint may lack some.
   *
   * @param before rows in the order of their iterations
   * @param now the same rows made again
   */
  public static Part of(List<MetricsLog.Row> before, List<MetricsLog.Row> now) {
    Set<Integer> both = iterations(before);
    both.retainAll(iterations(now));
    return new Part(
        "losses",
        both.size() == 1 ? "1 round" : "%d rounds".formatted(both.size()),
        Deviation.ofFigures(figures(before, both), figures(now, both)));
  }

  private static Set<Integer> iterations(List<MetricsLog.Row> rows) {
    return rows.stream().map(MetricsLog.Row::iteration).collect(Collectors.toSet());
  }

  /** Causes before what follows from them. */
  private static Map<Measure, Double> figures(List<MetricsLog.Row> rows, Set<Integer> iterations) {
    Map<Measure, Double> figures = new LinkedHashMap<>();
    for (MetricsLog.Row row : rows) {
      if (iterations.contains(row.iteration())) {
        figures.put(Measure.Kind.IMAGES.of(row.iteration()), (double) row.images());
        figures.put(Measure.Kind.LEARNING_RATE.of(row.iteration()), row.learningRate());
        figures.put(Measure.Kind.LOSS.of(row.iteration()), row.loss());
      }
    }
    return figures;
  }
}
