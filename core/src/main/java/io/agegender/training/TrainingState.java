// SPDX-License-Identifier: Apache-2.0
package io.agegender.training;

import java.io.Serializable;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Everything that changes while a network learns. With the run's settings it determines all that
 * follows.
 *
 * @param iteration the next iteration, from 0
 * @param parameters all weights and biases in DL4J's order
 * @param momentum the velocity of each parameter
 */
public record TrainingState(int iteration, FloatChunks parameters, FloatChunks momentum)
    implements Serializable {

  /** Copies the state out of a network. */
  public static TrainingState of(ComputationGraph network, int iteration) {
    return new TrainingState(
        iteration,
        FloatChunks.of(network.params()),
        FloatChunks.of(network.getUpdater().getUpdaterStateViewArray()));
  }

  /** Copies parameters, momentum and iteration into a network of the same configuration. */
  public void copyTo(ComputationGraph network) {
    parameters.copyTo(network.params());
    momentum.copyTo(network.getUpdater().getUpdaterStateViewArray());
    network.getConfiguration().setIterationCount(iteration);
  }
}
