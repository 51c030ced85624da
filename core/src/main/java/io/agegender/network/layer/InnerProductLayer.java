// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.layer;

import io.agegender.network.kernel.Kernels;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs an {@link InnerProduct}. */
final class InnerProductLayer extends LearningLayer<InnerProduct, Kernels.InnerProductShape> {
  private static final long serialVersionUID = 1L;

  InnerProductLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  Kernels.InnerProductShape shape(INDArray in) {
    InnerProduct conf = layerConf();
    if (in.rank() != 2 || in.size(1) != conf.getNIn()) {
      throw wrongInput("(N, %d)".formatted(conf.getNIn()), in);
    }
    return new Kernels.InnerProductShape(in.size(0), conf.getNIn(), conf.getNOut(), isRectified());
  }

  @Override
  long[] outputShape(Kernels.InnerProductShape shape) {
    return new long[] {shape.pictures(), shape.outputs()};
  }

  @Override
  Kernels.Learning kernel(Kernels.InnerProductShape shape) {
    return Kernels.ofThisJvm().innerProduct(shape);
  }
}
