// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import io.agegender.training.Minibatch;
import java.io.Serializable;
import java.util.List;

/**
 * What one worker does in one round.
 *
 * @param worker its number, from 0
 * @param minibatches its steps, in order
 */
record WorkerTask(int worker, List<Minibatch> minibatches) implements Serializable {
  /** The iteration after its last step. */
  int end() {
    return minibatches.get(minibatches.size() - 1).iteration() + 1;
  }

  int examples() {
    return minibatches.stream().mapToInt(m -> m.samples().size()).sum();
  }
}
