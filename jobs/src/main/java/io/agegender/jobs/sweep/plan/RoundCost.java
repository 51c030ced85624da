// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep.plan;

import io.agegender.jobs.train.RoundTrial;
import java.util.List;

/**
 * What rounds of one network cost on these machines: a step of m faces takes {@code fixed + perFace
 * * m} seconds, and each round {@code averaging} seconds beyond its steps.
 *
 * @param fixed seconds of a step that do not depend on its faces: the update
 * @param perFace seconds for each face
 * @param averaging seconds of a round beyond computing, for all workers together
 */
public record RoundCost(double fixed, double perFace, double averaging) {

  /**
   * Fits the line through two trials of different minibatches, or through one and the origin.
   *
   * @param trials with ascending minibatches, at least one
   */
  static RoundCost of(List<RoundTrial.Times> trials) {
    RoundTrial.Times few = trials.get(0);
    RoundTrial.Times many = trials.get(trials.size() - 1);
    double perFace = many.step() / many.minibatch();
    double fixed = 0;
    if (many.minibatch() > few.minibatch()) {
      double slope = (many.step() - few.step()) / (many.minibatch() - few.minibatch());
      // Noise may tilt the line until it makes no sense; then the larger minibatch alone counts.
      if (slope > 0 && many.step() - slope * many.minibatch() >= 0) {
        perFace = slope;
        fixed = many.step() - slope * many.minibatch();
      }
    }
    return new RoundCost(fixed, perFace, many.overhead());
  }

  /** Seconds of one step. */
  double step(int faces) {
    return fixed + perFace * faces;
  }

  /**
   * What W workers achieve of W times one worker that takes the same faces alone and never
   * averages.
   *
   * @param workers W
   * @param minibatch faces of one worker in a step
   * @param steps between two averagings
   */
  double efficiency(int workers, int minibatch, int steps) {
    double alone = step(workers * minibatch);
    double together = step(minibatch) + averaging / steps;
    return alone / (workers * together);
  }

  /**
   * The fewest steps between two averagings for which averaging takes at most a share of a round.
   *
   * @param share above 0, below 1
   */
  int stepsForShare(double share, int minibatch) {
    return Math.max(1, (int) Math.ceil(averaging * (1 - share) / share / step(minibatch)));
  }
}
