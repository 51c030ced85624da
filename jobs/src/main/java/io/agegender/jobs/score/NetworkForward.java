package io.agegender.jobs.score;

import io.agegender.score.Forward;
import io.agegender.training.NativeFloats;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A trained network as the scorer sees it. Not thread-safe: one batch array is used again and
 * again.
 */
final class NetworkForward implements Forward {
  private final ComputationGraph network;
  private final int head;
  private final int size;
  private INDArray features;

  /**
   * @param head the output to read
   * @param size height and width of the input in pixels
   */
  NetworkForward(ComputationGraph network, int head, int size) {
    this.network = network;
    this.head = head;
    this.size = size;
  }

  @Override
  public float[][] probabilities(float[] crops, int count) {
    if (features == null || features.size(0) != count) {
      features = Nd4j.createUninitialized(DataType.FLOAT, count, 3, size, size);
    }
    NativeFloats.write(crops, features);
    return network.output(false, features)[head].toFloatMatrix();
  }
}
