// SPDX-License-Identifier: Apache-2.0
package io.agegender.score;

import io.agegender.network.Networks;
import io.agegender.network.definition.Architecture;
import io.agegender.run.RunSettings;
import io.agegender.training.FloatChunks;
import io.agegender.training.NativeFloats;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A trained network as the scorer sees it: its main head. Not thread-safe: one batch array is used
 * again and again.
 */
public final class NetworkForward implements Forward {
  /** The main head is output 0. */
  private static final int MAIN = 0;

  private final ComputationGraph network;
  private final int size;
  private INDArray features;

  /** Builds the network of a run with given parameters. */
  public NetworkForward(RunSettings settings, FloatChunks parameters) {
    Architecture architecture = settings.name().architecture();
    this.size = architecture.inputSize();
    this.network =
        Networks.create(
            architecture, settings.name().classes().count(), settings.solver(), settings.seed());
    parameters.copyTo(network.params());
  }

  @Override
  public float[][] probabilities(float[] crops, int count) {
    if (features == null || features.size(0) != count) {
      features = Nd4j.createUninitialized(DataType.FLOAT, count, 3, size, size);
    }
    NativeFloats.write(crops, features);
    return network.output(false, features)[MAIN].toFloatMatrix();
  }

  @Override
  public void close() {
    network.close();
    if (features != null) {
      features.close();
    }
  }
}
