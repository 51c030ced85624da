package io.agegender.network.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Computes a fully connected layer for one size of the batch. Input (N, nIn) and output (N, nOut)
 * are row-major, weights (nIn, nOut) column-major, all float. Not thread-safe.
 */
public interface InnerProductKernel {
  /** Writes the output, after ReLU if the layer has one. */
  void forward(INDArray input, INDArray weights, INDArray bias, INDArray output);

  /**
   * Writes gradients.
   *
   * @param output what the forward pass wrote
   * @param outputGradient gradient after the ReLU; it is overwritten by the one before it
   */
  void backward(
      INDArray input,
      INDArray weights,
      INDArray output,
      INDArray outputGradient,
      INDArray inputGradient,
      INDArray weightGradient,
      INDArray biasGradient);
}
