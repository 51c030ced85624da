// SPDX-License-Identifier: Apache-2.0
package io.agegender.report;

import io.agegender.score.Protocol;
import io.agegender.score.metrics.ConfusionMatrix;
import io.agegender.score.metrics.FoldStatistic;
import io.agegender.score.metrics.Metrics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * A cell's figures over its folds.
 *
 * @param accuracy over folds, fractions
 * @param oneOff over folds, fractions; age only
 * @param meanAbsoluteClassError over folds, in classes
 * @param pooled all predictions of all folds counted together; folds have different sizes, so that
 *     this is not the mean; empty if no fold is scored
 */
public record Summary(
    FoldStatistic accuracy,
    Optional<FoldStatistic> oneOff,
    FoldStatistic meanAbsoluteClassError,
    Optional<Metrics> pooled) {

  /**
   * @param metrics which of a score's metrics: of rows or of distinct faces
   */
  public static Summary of(List<FoldResult> folds, Function<FoldScore, Metrics> metrics) {
    List<FoldResult> scored = folds.stream().filter(f -> f.score().isPresent()).toList();
    Map<Integer, Metrics> byFold = new TreeMap<>();
    Map<Integer, Metrics> oneOffByFold = new TreeMap<>();
    for (FoldResult fold : scored) {
      byFold.put(fold.testFold(), metrics.apply(fold.score().orElseThrow()));
      oneOffByFold.put(fold.testFold(), metrics.apply(fold.oneOffScore().orElseThrow()));
    }
    boolean hasOneOff =
        !oneOffByFold.isEmpty()
            && oneOffByFold.values().stream().allMatch(m -> m.oneOff().isPresent());
    return new Summary(
        statistic(byFold, Metrics::accuracy),
        hasOneOff
            ? Optional.of(statistic(oneOffByFold, m -> m.oneOff().orElseThrow()))
            : Optional.empty(),
        statistic(byFold, Metrics::meanAbsoluteClassError),
        byFold.values().stream()
            .map(Metrics::confusion)
            .reduce(ConfusionMatrix::plus)
            .map(Metrics::of));
  }

  private static FoldStatistic statistic(
      Map<Integer, Metrics> folds, ToDoubleFunction<Metrics> figure) {
    Map<Integer, Double> values = new TreeMap<>();
    folds.forEach((fold, metrics) -> values.put(fold, figure.applyAsDouble(metrics)));
    return FoldStatistic.of(values, Protocol.FOLDS);
  }
}
