// SPDX-License-Identifier: Apache-2.0
package io.agegender.network;

import io.agegender.network.definition.Architecture;
import io.agegender.network.definition.ResolvedNetwork;
import io.agegender.network.solver.SolverSettings;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The networks of the comparison with Caffe's meaning: layers, names, fillers, rates, weight decay,
 * momentum and loss are those of the original's definitions and solvers.
 *
 * <p>Input: one float array (N, 3, S, S), BGR, row-major, mean subtracted, on the scale 0 to 255; S
 * is {@link Architecture#inputSize()}. Labels: a one-hot float array (N, classes) for each head
 * ({@link Architecture#heads}), the same one for each. Output: class probabilities (N, classes) for
 * each head; output 0 is the main one. The score is Caffe's loss: the mean over the batch,
 * auxiliary heads weighted, no term for weight decay.
 */
public final class Networks {
  private Networks() {}

  /**
   * The training network, its weights set by its fillers. Layers without filler need pretrained
   * weights afterwards ({@link Architecture#startsFromScratch}).
   *
   * @param classes 8 for age, 2 for gender
   * @param seed of the fillers; the same seed gives the same bits
   */
  public static ComputationGraph create(
      Architecture architecture, int classes, SolverSettings solver, long seed) {
    ComputationGraph network =
        new ComputationGraph(configuration(architecture, classes, solver, seed));
    network.init();
    return network;
  }

  /** The configuration of the training network; arguments as for {@link #create}. */
  public static ComputationGraphConfiguration configuration(
      Architecture architecture, int classes, SolverSettings solver, long seed) {
    return configuration(architecture.resolve(classes), solver, seed);
  }

  /** The configuration of any network; arguments as for {@link #create}. */
  public static ComputationGraphConfiguration configuration(
      ResolvedNetwork network, SolverSettings solver, long seed) {
    return CaffeGraph.of(network, solver, seed);
  }
}
