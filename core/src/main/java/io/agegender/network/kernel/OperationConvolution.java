package io.agegender.network.kernel;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinearDerivative;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The convolution as operations of ND4J, one for each group on views: what runs on a GPU, and where
 * oneDNN cannot be loaded.
 */
public final class OperationConvolution implements ConvolutionKernel {
  private final ConvolutionShape shape;

  public OperationConvolution(ConvolutionShape shape) {
    this.shape = shape;
  }

  @Override
  public void forward(INDArray input, INDArray weights, INDArray bias, INDArray output) {
    for (int group = 0; group < shape.groups(); group++) {
      Nd4j.exec(
          operation("conv2d")
              .addInputs(channels(input, group), rows(weights, group), rows(bias, group))
              .addOutputs(channels(output, group))
              .build());
    }
    if (shape.rectified()) {
      Nd4j.exec(new RectifiedLinear(output, output));
    }
  }

  @Override
  public void backward(
      INDArray input,
      INDArray weights,
      INDArray bias,
      INDArray output,
      INDArray outputGradient,
      Optional<INDArray> inputGradient,
      INDArray weightGradient,
      INDArray biasGradient) {
    if (shape.rectified()) {
      Nd4j.exec(new RectifiedLinearDerivative(output, outputGradient, outputGradient, 0.0));
    }
    // The operation has no way to leave a gradient out.
    INDArray atInput = inputGradient.orElseGet(input::ulike);
    for (int group = 0; group < shape.groups(); group++) {
      Nd4j.exec(
          operation("conv2d_bp")
              .addInputs(
                  channels(input, group),
                  rows(weights, group),
                  rows(bias, group),
                  channels(outputGradient, group))
              .addOutputs(
                  channels(atInput, group), rows(weightGradient, group), rows(biasGradient, group))
              .build());
    }
  }

  private DynamicCustomOp.DynamicCustomOpsBuilder operation(String name) {
    return DynamicCustomOp.builder(name)
        .addIntegerArguments(
            Math.toIntExact(shape.kernelHeight()),
            Math.toIntExact(shape.kernelWidth()),
            Math.toIntExact(shape.strideHeight()),
            Math.toIntExact(shape.strideWidth()),
            Math.toIntExact(shape.padHeight()),
            Math.toIntExact(shape.padWidth()),
            1,
            1,
            0, // padding as given, not computed
            0, // NCHW
            1); // weights (nOut, nIn, kH, kW)
  }

  /** The part of a weight or bias that belongs to a group. */
  private INDArray rows(INDArray array, int group) {
    long each = array.size(0) / shape.groups();
    return shape.groups() == 1 ? array : array.get(interval(group * each, (group + 1) * each));
  }

  /** The channels of an activation that belong to a group. */
  private INDArray channels(INDArray array, int group) {
    long each = array.size(1) / shape.groups();
    return shape.groups() == 1
        ? array
        : array.get(all(), interval(group * each, (group + 1) * each), all(), all());
  }
}
