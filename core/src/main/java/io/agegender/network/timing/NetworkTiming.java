// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.timing;

import io.agegender.foundation.process.ResidentMemory;
import io.agegender.network.Networks;
import io.agegender.network.definition.Architecture;
import io.agegender.network.solver.SolverSettings;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a network needs for one minibatch in this JVM: medians over the iterations, in seconds.
 *
 * @param forward all layers, in training
 * @param backward all gradients, and the loss
 * @param update weight decay, momentum and the new weights
 * @param step one whole iteration of the solver
 * @param scoring all layers, without training
 * @param peakMemory largest resident size of this process so far, in bytes; 0 where the system does
 *     not tell
 */
public record NetworkTiming(
    double forward, double backward, double update, double step, double scoring, long peakMemory) {

  /** Too small to move a weight, as faces are random numbers. */
  private static final SolverSettings SOLVER = new SolverSettings(1e-8, 0.1, 1000, 0.9, 5e-4);

  private static final double RANGE = 60;

  /**
   * Trains a network on random numbers, dropout on.
   *
   * @param batch pictures in a minibatch
   * @param warmup iterations before those that count
   * @param iterations that count
   */
  public static NetworkTiming measure(
      Architecture architecture, int classes, int batch, int warmup, int iterations) {
    ComputationGraph network = Networks.create(architecture, classes, SOLVER, 1);
    spread(network);
    int size = architecture.inputSize();
    INDArray[] faces = {Nd4j.rand(DataType.FLOAT, batch, 3, size, size).subi(0.5).muli(2 * RANGE)};
    INDArray[] labels =
        Collections.nCopies(architecture.heads().size(), oneHot(batch, classes))
            .toArray(INDArray[]::new);
    Phases phases = new Phases();
    network.setListeners(phases);
    double[][] seconds = new double[4][iterations];
    for (int i = -warmup; i < iterations; i++) {
      long start = System.nanoTime();
      network.fit(faces, labels);
      long end = System.nanoTime();
      if (i >= 0) {
        seconds[0][i] = (phases.forwardDone - start) / 1e9;
        seconds[1][i] = (phases.backwardDone - phases.forwardDone) / 1e9;
        seconds[2][i] = (end - phases.backwardDone) / 1e9;
        seconds[3][i] = (end - start) / 1e9;
      }
    }
    long peakMemory = ResidentMemory.peakBytes();
    return new NetworkTiming(
        median(seconds[0]),
        median(seconds[1]),
        median(seconds[2]),
        median(seconds[3]),
        scoring(network, faces, warmup, iterations),
        peakMemory);
  }

  /** The figures by name, seconds and bytes. */
  public Map<String, Number> byName() {
    return Map.of(
        "forward", forward,
        "backward", backward,
        "update", update,
        "step", step,
        "scoring", scoring,
        "peak-memory", peakMemory);
  }

  private static double scoring(
      ComputationGraph network, INDArray[] faces, int warmup, int iterations) {
    double[] seconds = new double[iterations];
    for (int i = -warmup; i < iterations; i++) {
      long start = System.nanoTime();
      network.output(faces);
      if (i >= 0) {
        seconds[i] = (System.nanoTime() - start) / 1e9;
      }
    }
    return median(seconds);
  }

  /**
   * Weights of variance 2 / fan-in: a VGG16 of zeros would be measured on zeros, and the other
   * fillers shrink activations to numbers that processors are slow with.
   */
  public static void spread(ComputationGraph network) {
    network
        .paramTable()
        .forEach(
            (name, values) -> {
              if (name.endsWith("_W")) {
                long fanIn = values.rank() == 2 ? values.size(0) : values.length() / values.size(0);
                values.assign(
                    Nd4j.randn(DataType.FLOAT, values.shape()).muli(Math.sqrt(2.0 / fanIn)));
              }
            });
  }

  private static INDArray oneHot(int batch, int classes) {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, classes);
    for (int i = 0; i < batch; i++) {
      labels.putScalar(i, i % classes, 1);
    }
    return labels;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  /** Notes when a phase of an iteration ends. */
  private static final class Phases extends BaseTrainingListener {
    private long forwardDone;
    private long backwardDone;

    @Override
    public void onForwardPass(Model model, Map<String, INDArray> activations) {
      forwardDone = System.nanoTime();
    }

    @Override
    public void onBackwardPass(Model model) {
      backwardDone = System.nanoTime();
    }
  }
}
