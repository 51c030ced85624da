// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.kernel;

import io.agegender.network.kernel.host.HostMomentum;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Kernels of oneDNN, and loops in Java where the memory's speed is the bound. */
final class OneDnnKernels implements Kernels {
  @Override
  public Learning convolution(ConvolutionShape shape) {
    return new OneDnnConvolution(shape);
  }

  @Override
  public Learning innerProduct(InnerProductShape shape) {
    return new OneDnnInnerProduct(shape);
  }

  @Override
  public Pooling maxPooling(PoolingShape shape) {
    return new OneDnnMaxPooling(shape);
  }

  @Override
  public void momentum(INDArray velocity, INDArray gradient, double momentum, double rate) {
    HostMomentum.apply(velocity, gradient, (float) momentum, (float) rate);
  }
}
