// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.gather;

import io.agegender.report.FoldScore;
import io.agegender.score.metrics.Metrics;
import io.agegender.score.metrics.Outcomes;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * The scored snapshots of one finished run.
 *
 * @param run the run
 * @param tests test outcomes by iteration
 * @param validations validation accuracy by iteration, from predictions or from the training's own
 *     log; may lack iterations
 */
record FoldSnapshots(
    RunResult run, NavigableMap<Long, Outcomes> tests, NavigableMap<Long, Double> validations) {

  FoldScore score(long iteration) {
    Outcomes outcomes = tests.get(iteration);
    return new FoldScore(
        iteration, Metrics.of(outcomes.confusion()), Metrics.of(outcomes.distinctConfusion()));
  }

  /** A figure of every snapshot up to a limit. */
  NavigableMap<Long, Double> figures(long limit, ToDoubleFunction<Metrics> figure) {
    NavigableMap<Long, Double> figures = new TreeMap<>();
    tests
        .headMap(limit, true)
        .forEach(
            (iteration, outcomes) ->
                figures.put(iteration, figure.applyAsDouble(Metrics.of(outcomes.confusion()))));
    return figures;
  }
}
