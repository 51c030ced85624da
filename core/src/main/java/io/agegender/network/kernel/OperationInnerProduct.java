package io.agegender.network.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinearDerivative;
import org.nd4j.linalg.factory.Nd4j;

/** The layer as operations of ND4J: what runs on a GPU, and where oneDNN cannot be loaded. */
public final class OperationInnerProduct implements InnerProductKernel {
  private final boolean rectified;

  public OperationInnerProduct(boolean rectified) {
    this.rectified = rectified;
  }

  @Override
  public void forward(INDArray input, INDArray weights, INDArray bias, INDArray output) {
    input.mmuli(weights, output);
    output.addiRowVector(bias);
    if (rectified) {
      Nd4j.exec(new RectifiedLinear(output, output));
    }
  }

  @Override
  public void backward(
      INDArray input,
      INDArray weights,
      INDArray output,
      INDArray outputGradient,
      INDArray inputGradient,
      INDArray weightGradient,
      INDArray biasGradient) {
    if (rectified) {
      Nd4j.exec(new RectifiedLinearDerivative(output, outputGradient, outputGradient, 0.0));
    }
    outputGradient.sum(biasGradient, 0);
    Nd4j.gemm(input, outputGradient, weightGradient, true, false, 1.0, 0.0);
    outputGradient.mmuli(weights.transpose(), inputGradient);
  }
}
