// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.layer;

import io.agegender.network.definition.Window;
import io.agegender.network.kernel.ConvolutionShape;
import io.agegender.network.kernel.Kernels;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link GroupedConvolution}. */
final class GroupedConvolutionLayer extends LearningLayer<GroupedConvolution, ConvolutionShape> {
  private static final long serialVersionUID = 1L;

  GroupedConvolutionLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  ConvolutionShape shape(INDArray in) {
    GroupedConvolution conf = layerConf();
    if (in.rank() != 4 || in.size(1) != conf.getNIn()) {
      throw wrongInput("(N, %d, H, W)".formatted(conf.getNIn()), in);
    }
    return new ConvolutionShape(
        in.size(0),
        in.size(1),
        in.size(2),
        in.size(3),
        conf.getNOut(),
        new Window(conf.getKernelSize()[0], conf.getStride()[0], conf.getPadding()[0]),
        conf.groups(),
        isRectified());
  }

  @Override
  long[] outputShape(ConvolutionShape shape) {
    return shape.output();
  }

  @Override
  Kernels.Learning kernel(ConvolutionShape shape) {
    return Kernels.ofThisJvm().convolution(shape);
  }

  @Override
  boolean needsInputGradient() {
    return !layerConf().isFirst();
  }

  @Override
  public void setParams(INDArray params) {
    setParams(params, 'c');
  }
}
