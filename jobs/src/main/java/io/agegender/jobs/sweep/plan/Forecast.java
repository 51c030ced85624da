// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep.plan;

import io.agegender.run.RunSettings;
import io.agegender.training.Rounds;

/**
 * How long a run takes on these machines.
 *
 * @param cost of its rounds
 * @param step seconds of one step of one worker
 * @param efficiency of its workers, 0 to 1: see {@link RoundCost#efficiency}
 * @param stepsFor95 steps between two averagings at which averaging takes a twentieth of the time
 * @param seconds of all that is left: rounds and scoring
 */
record Forecast(RoundCost cost, double step, double efficiency, int stepsFor95, double seconds) {
  private static final double SHARE = 0.05;

  /** A training step goes through the network forward, and backward at twice the cost. */
  private static final double FORWARD = 1.0 / 3;

  /**
   * Forecasts what is left of a run.
   *
   * @param rounds that the run is cut into
   * @param crops that scoring shows to the network: crops of a face times test faces
   */
  static Forecast of(
      RunSettings run, Rounds rounds, RoundCost cost, RunProgress progress, long crops) {
    double step = cost.step(rounds.minibatch());
    int left = progress.isOver() ? 0 : run.iterations() - progress.iteration();
    double roundsLeft = Math.ceil((double) left / rounds.steps());
    double scoring = crops * cost.perFace() * FORWARD / run.workers();
    return new Forecast(
        cost,
        step,
        cost.efficiency(run.workers(), rounds.minibatch(), rounds.steps()),
        cost.stepsForShare(SHARE, rounds.minibatch()),
        left * step + roundsLeft * cost.averaging() + (progress.isOver() ? 0 : scoring));
  }
}
