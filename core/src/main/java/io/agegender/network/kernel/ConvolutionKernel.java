package io.agegender.network.kernel;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Computes a convolution of one {@link ConvolutionShape}. All arrays are row-major floats; weights
 * have the shape (nOut, nIn / groups, kH, kW). Not thread-safe.
 */
public interface ConvolutionKernel {
  /** Writes the output, after ReLU if the shape has one. */
  void forward(INDArray input, INDArray weights, INDArray bias, INDArray output);

  /**
   * Writes gradients.
   *
   * @param output what the forward pass wrote
   * @param outputGradient gradient after the ReLU; it is overwritten by the one before it
   * @param inputGradient where the gradient at the input goes, if anybody wants it
   */
  void backward(
      INDArray input,
      INDArray weights,
      INDArray bias,
      INDArray output,
      INDArray outputGradient,
      Optional<INDArray> inputGradient,
      INDArray weightGradient,
      INDArray biasGradient);
}
