// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import io.agegender.training.TrainingState;
import java.io.Serializable;

/**
 * Takes a worker's steps on one device. It keeps a network and its buffers from round to round and
 * is used on one thread; closing it frees their memory.
 */
interface RoundTrainer extends AutoCloseable {
  /**
   * A worker's result.
   *
   * @param state after its steps
   * @param report of them
   */
  record Result(TrainingState state, WorkerReport report) implements Serializable {}

  /**
   * Takes a worker's steps from a state. A function of its arguments alone: what the network learnt
   * before, and on which thread, does not matter.
   */
  Result train(TrainingState start, WorkerTask task);

  @Override
  void close();
}
