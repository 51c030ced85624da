// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.kernel;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import io.agegender.network.kernel.host.HostMomentum;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinearDerivative;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.Axpy;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Operations of ND4J: what runs on a GPU, and where oneDNN cannot be loaded.
 *
 * @param cpu whether arrays lie in the host's memory, so that a loop there costs no copy
 */
record OperationKernels(boolean cpu) implements Kernels {
  @Override
  public Learning convolution(ConvolutionShape shape) {
    return new Convolution(shape);
  }

  @Override
  public Learning innerProduct(InnerProductShape shape) {
    return new InnerProduct(shape.rectified());
  }

  @Override
  public Pooling maxPooling(PoolingShape shape) {
    return MaxPooling.computes(shape) ? new MaxPooling(shape) : new HostPooling(shape, true);
  }

  @Override
  public void momentum(INDArray velocity, INDArray gradient, double momentum, double rate) {
    if (cpu) {
      HostMomentum.apply(velocity, gradient, (float) momentum, (float) rate);
      return;
    }
    velocity.muli(momentum);
    Nd4j.exec(new Axpy(gradient, velocity, velocity, rate));
    gradient.assign(velocity);
  }

  /** One operation for each group, on views. */
  private record Convolution(ConvolutionShape shape) implements Learning {
    @Override
    public void forward(Operands operands) {
      for (int group = 0; group < shape.groups(); group++) {
        Nd4j.exec(
            operation("conv2d")
                .addInputs(
                    channels(operands.input(), group),
                    rows(operands.weights(), group),
                    rows(operands.bias(), group))
                .addOutputs(channels(operands.output(), group))
                .build());
      }
      rectify(shape.rectified(), operands.output());
    }

    @Override
    public void backward(Operands operands, Gradients gradients) {
      blockGradient(shape.rectified(), operands.output(), gradients.output());
      // The operation has no way to leave a gradient out.
      INDArray atInput = gradients.input().orElseGet(operands.input()::ulike);
      for (int group = 0; group < shape.groups(); group++) {
        Nd4j.exec(
            operation("conv2d_bp")
                .addInputs(
                    channels(operands.input(), group),
                    rows(operands.weights(), group),
                    rows(operands.bias(), group),
                    channels(gradients.output(), group))
                .addOutputs(
                    channels(atInput, group),
                    rows(gradients.weights(), group),
                    rows(gradients.bias(), group))
                .build());
      }
    }

    private DynamicCustomOp.DynamicCustomOpsBuilder operation(String name) {
      int kernel = shape.window().kernel();
      int stride = shape.window().stride();
      int pad = shape.window().pad();
      return DynamicCustomOp.builder(name)
          .addIntegerArguments(
              kernel, kernel, stride, stride, pad, pad, 1, 1, 0, // padding as given, not computed
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

  private record InnerProduct(boolean rectified) implements Learning {
    @Override
    public void forward(Operands operands) {
      operands.input().mmuli(operands.weights(), operands.output());
      operands.output().addiRowVector(operands.bias());
      rectify(rectified, operands.output());
    }

    @Override
    public void backward(Operands operands, Gradients gradients) {
      INDArray delta = gradients.output();
      blockGradient(rectified, operands.output(), delta);
      delta.sum(gradients.bias(), 0);
      Nd4j.gemm(operands.input(), delta, gradients.weights(), true, false, 1.0, 0.0);
      gradients.input().ifPresent(into -> delta.mmuli(operands.weights().transpose(), into));
    }
  }

  /** The backward pass looks for the maxima a second time. */
  private record MaxPooling(PoolingShape shape) implements Pooling {
    /** Whether padding is the same on all sides, or what "same" computes. */
    static boolean computes(PoolingShape shape) {
      PoolingShape.Axis axis = shape.rows();
      return Arrays.equals(shape.before(), shape.after())
          || axis.equals(
              PoolingShape.Axis.of(
                  ConvolutionMode.Same, axis.input(), axis.kernel(), axis.stride(), 0));
    }

    @Override
    public void forward(INDArray x, INDArray y) {
      Nd4j.exec(operation("maxpool2d").addInputs(x).addOutputs(y).build());
    }

    @Override
    public void backward(INDArray x, INDArray dy, INDArray dx) {
      Nd4j.exec(operation("maxpool2d_bp").addInputs(x, dy).addOutputs(dx).build());
    }

    private DynamicCustomOp.DynamicCustomOpsBuilder operation(String name) {
      boolean computed = !Arrays.equals(shape.before(), shape.after());
      return DynamicCustomOp.builder(name)
          .addIntegerArguments(
              (int) shape.rows().kernel(),
              (int) shape.columns().kernel(),
              (int) shape.rows().stride(),
              (int) shape.columns().stride(),
              (int) shape.rows().before(),
              (int) shape.columns().before(),
              1,
              1,
              computed ? 1 : 0, // "same": the padding that is missing is put behind
              1,
              0); // NCHW
    }
  }

  private static void rectify(boolean rectified, INDArray output) {
    if (rectified) {
      Nd4j.exec(new RectifiedLinear(output, output));
    }
  }

  private static void blockGradient(boolean rectified, INDArray output, INDArray gradient) {
    if (rectified) {
      Nd4j.exec(new RectifiedLinearDerivative(output, gradient, gradient, 0.0));
    }
  }
}
