// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import io.agegender.training.TrainingState;
import java.io.Serializable;

/** What a task of a round does on an executor. */
@FunctionalInterface
interface RoundWork extends Serializable {
  /** Takes a worker's steps from a state: a function of its arguments alone. */
  RoundTrainer.Result train(TrainingState start, WorkerTask task);
}
