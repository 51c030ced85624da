// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.layer;

import io.agegender.network.kernel.HostFloats;
import io.agegender.network.kernel.KernelCache;
import io.agegender.network.kernel.Kernels;
import io.agegender.network.kernel.PoolingShape;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs {@link MaxPooling}. */
final class MaxPoolingLayer extends AbstractLayer<MaxPooling> {
  private static final long serialVersionUID = 1L;

  private transient KernelCache<PoolingShape, Kernels.MaxPooling> kernels;

  /** What remembers the maxima of the last training pass, until the backward pass. */
  private transient Kernels.MaxPooling last;

  MaxPoolingLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    INDArray x = HostFloats.rowMajor(input);
    PoolingShape shape = shape(x);
    INDArray y =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape.output(), 'c');
    if (kernels == null) {
      kernels = new KernelCache<>();
    }
    Kernels.MaxPooling kernel = kernels.get(shape, Kernels.ofThisJvm()::maxPooling);
    kernel.forward(x, y);
    last = training ? kernel : null;
    return y;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    KernelCache.requireForwardPass(last, layerConf().getLayerName());
    INDArray dx =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
    last.backward(HostFloats.rowMajor(input), HostFloats.rowMajor(epsilon), dx);
    return new Pair<>(new DefaultGradient(), dx);
  }

  private PoolingShape shape(INDArray x) {
    MaxPooling conf = layerConf();
    int[] kernel = conf.getKernelSize();
    int[] stride = conf.getStride();
    int[] padding = conf.getPadding();
    return new PoolingShape(
        x.size(0),
        x.size(1),
        PoolingShape.Axis.of(
            conf.getConvolutionMode(), x.size(2), kernel[0], stride[0], padding[0]),
        PoolingShape.Axis.of(
            conf.getConvolutionMode(), x.size(3), kernel[1], stride[1], padding[1]));
  }

  @Override
  public void clear() {
    super.clear();
    last = null;
  }

  @Override
  public Type type() {
    return Type.SUBSAMPLING;
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public void clearNoiseWeightParams() {
    // It has no weights.
  }
}
