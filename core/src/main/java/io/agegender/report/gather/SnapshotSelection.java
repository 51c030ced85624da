// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.gather;

import io.agegender.report.FoldResult;
import io.agegender.report.FoldScore;
import io.agegender.report.FoldState;
import io.agegender.report.SelectionRule;
import io.agegender.score.metrics.Metrics;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Chooses snapshots by a rule.
 *
 * @param rule the rule
 * @param bestOnTestLimit the last iteration that the best on the test faces may be taken from
 */
record SnapshotSelection(SelectionRule rule, long bestOnTestLimit) {

  /**
   * @param folds the finished runs of one cell by test fold
   * @return a result for each of these folds
   */
  SortedMap<Integer, FoldResult> choose(SortedMap<Integer, FoldSnapshots> folds) {
    SortedMap<Integer, FoldResult> results = new TreeMap<>();
    OptionalLong accuracyBest = OptionalLong.empty();
    OptionalLong oneOffBest = OptionalLong.empty();
    if (rule == SelectionRule.BEST_ON_TEST) {
      accuracyBest = bestOnTest(folds.values(), Metrics::accuracy);
      oneOffBest = bestOnTest(folds.values(), m -> m.oneOff().orElse(m.accuracy()));
    }
    for (Map.Entry<Integer, FoldSnapshots> entry : folds.entrySet()) {
      int fold = entry.getKey();
      FoldSnapshots snapshots = entry.getValue();
      results.put(
          fold,
          switch (rule) {
            case LAST -> last(fold, snapshots);
            case BEST_ON_VALIDATION -> bestOnValidation(fold, snapshots);
            case BEST_ON_TEST -> result(fold, snapshots, accuracyBest, oneOffBest);
          });
    }
    return results;
  }

  private static FoldResult last(int fold, FoldSnapshots snapshots) {
    long last = snapshots.run().iterations();
    if (snapshots.tests().containsKey(last)) {
      FoldScore score = snapshots.score(last);
      return FoldResult.scored(fold, score, score);
    }
    return FoldResult.without(
        fold,
        FoldState.NOT_SCORED,
        snapshots.tests().isEmpty()
            ? "not scored on these faces with these crops"
            : String.format(
                Locale.ROOT,
                "the last snapshot, iteration %d, is not scored; the newest that is: %d",
                last,
                snapshots.tests().lastKey()));
  }

  private static FoldResult bestOnValidation(int fold, FoldSnapshots snapshots) {
    NavigableMap<Long, Double> candidates = new TreeMap<>(snapshots.validations());
    candidates.keySet().retainAll(snapshots.tests().keySet());
    return argmax(candidates)
        .map(best -> FoldResult.scored(fold, snapshots.score(best), snapshots.score(best)))
        .orElseGet(
            () ->
                FoldResult.without(
                    fold,
                    FoldState.NOT_SCORED,
                    "no snapshot has both a validation accuracy and test predictions"));
  }

  /** The original's choice: the iteration with the highest mean over the folds. */
  private OptionalLong bestOnTest(
      Collection<FoldSnapshots> folds, ToDoubleFunction<Metrics> figure) {
    NavigableMap<Long, Double> sums = new TreeMap<>();
    NavigableMap<Long, Integer> counts = new TreeMap<>();
    for (FoldSnapshots fold : folds) {
      fold.figures(bestOnTestLimit, figure)
          .forEach(
              (iteration, value) -> {
                sums.merge(iteration, value, Double::sum);
                counts.merge(iteration, 1, Integer::sum);
              });
    }
    // A snapshot that only easy folds have would win unfairly.
    long scored = folds.stream().filter(f -> !f.tests().isEmpty()).count();
    sums.keySet().removeIf(iteration -> counts.get(iteration) < scored);
    return argmax(sums).map(OptionalLong::of).orElseGet(OptionalLong::empty);
  }

  private FoldResult result(
      int fold, FoldSnapshots snapshots, OptionalLong accuracyBest, OptionalLong oneOffBest) {
    if (accuracyBest.isEmpty() || !snapshots.tests().containsKey(accuracyBest.getAsLong())) {
      return FoldResult.without(
          fold,
          FoldState.NOT_SCORED,
          snapshots.tests().isEmpty()
              ? "not scored on these faces with these crops"
              : String.format(
                  Locale.ROOT,
                  "no snapshot up to iteration %d is scored in every fold",
                  bestOnTestLimit));
    }
    return FoldResult.scored(
        fold, snapshots.score(accuracyBest.getAsLong()), snapshots.score(oneOffBest.orElseThrow()));
  }

  /** Of equal values the earliest iteration. */
  private static Optional<Long> argmax(NavigableMap<Long, Double> values) {
    return values.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
  }
}
