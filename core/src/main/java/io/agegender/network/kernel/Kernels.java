// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.kernel;

import io.agegender.network.kernel.host.LrnKernel;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The arithmetic of one device. It is chosen here and nowhere else. All arrays are row-major floats
 * unless a method says otherwise. A kernel is for one shape and not thread-safe.
 */
public interface Kernels {
  /** Those of this JVM: oneDNN on a CPU; ND4J's operations on a GPU, or without the library. */
  static Kernels ofThisJvm() {
    return Chosen.KERNELS;
  }

  /** Weights (nOut, nIn / groups, k, k). */
  Learning convolution(ConvolutionShape shape);

  /** Input (N, nIn), output (N, nOut), weights (nIn, nOut) column-major. */
  Learning innerProduct(InnerProductShape shape);

  /** Padding is never the maximum; of equal values the first, row by row, gets the gradient. */
  Pooling maxPooling(PoolingShape shape);

  /** Caffe's mean, which divides by the part of a window that padding holds; on every device. */
  default Pooling averagePooling(PoolingShape shape) {
    return new HostPooling(shape, false);
  }

  /** In Java on every device. */
  default LrnKernel localResponseNorm(long[] shape, LrnKernel.Factors factors) {
    return new LrnKernel(shape, factors);
  }

  /** Caffe's momentum: {@code v = momentum * v + rate * gradient; gradient = v}. */
  void momentum(INDArray velocity, INDArray gradient, double momentum, double rate);

  /**
   * Everything that a fully connected layer's arithmetic depends on.
   *
   * @param pictures the batch
   * @param rectified ReLU after it
   */
  record InnerProductShape(long pictures, long inputs, long outputs, boolean rectified) {}

  /** The arrays of a layer with weights; the forward pass writes the output. */
  record Operands(INDArray input, INDArray weights, INDArray bias, INDArray output) {}

  /**
   * The gradients of such a layer.
   *
   * @param output gradient after the ReLU; it is overwritten by the one before it
   * @param input where the gradient at the input goes, if anybody wants it
   */
  record Gradients(INDArray output, Optional<INDArray> input, INDArray weights, INDArray bias) {}

  /** A layer with weights. */
  interface Learning {
    /** Writes the output, after ReLU if the shape has one. */
    void forward(Operands operands);

    /** Writes the gradients of the forward pass on these operands. */
    void backward(Operands operands, Gradients gradients);
  }

  /** Maximum or mean over windows. */
  interface Pooling {
    /** Writes the output. */
    void forward(INDArray x, INDArray y);

    /** Writes the gradient at the input x of the last forward pass. */
    void backward(INDArray x, INDArray dy, INDArray dx);
  }

  /** Made on first use. */
  final class Chosen {
    private static final Kernels KERNELS =
        OneDnn.isAvailable() ? new OneDnnKernels() : new OperationKernels(Backend.isCpu());

    private Chosen() {}
  }
}
