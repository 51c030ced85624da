package io.agegender.jobs.train;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What one worker says of its part of a round.
 *
 * @param worker its number, from 0
 * @param examples samples it learnt from: its weight in the average
 * @param losses of its minibatches, in order
 * @param seconds wall-clock time that it computed
 * @param host where it ran
 */
record WorkerReport(int worker, int examples, double[] losses, double seconds, String host)
    implements Serializable {

  double meanLoss() {
    return Arrays.stream(losses).average().orElse(Double.NaN);
  }
}
