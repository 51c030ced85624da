// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What one worker says of its part of a round.
 *
 * @param worker its number, from 0
 * @param examples samples it learnt from: its weight in the average
 * @param losses of its minibatches, in order
 * @param stepSeconds wall-clock time of each minibatch: reading it and learning from it
 * @param host where it ran
 */
record WorkerReport(int worker, int examples, double[] losses, double[] stepSeconds, String host)
    implements Serializable {

  /** Seconds that it computed; the rest of a round is averaging and Spark. */
  double seconds() {
    return Arrays.stream(stepSeconds).sum();
  }

  double meanLoss() {
    return Arrays.stream(losses).average().orElse(Double.NaN);
  }
}
