// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.layer;

import io.agegender.network.kernel.KernelCache;
import io.agegender.network.kernel.Kernels;
import io.agegender.network.kernel.PoolingShape;
import io.agegender.network.kernel.host.HostFloats;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs a pooling layer.
 *
 * @param <S> its settings
 */
final class PoolingLayer<S extends org.deeplearning4j.nn.conf.layers.Layer & PoolingSettings>
    extends AbstractLayer<S> {
  private static final long serialVersionUID = 1L;

  private transient KernelCache<PoolingShape, Kernels.Pooling> kernels;

  /** What remembers the last training pass, until the backward pass. */
  private transient Kernels.Pooling last;

  PoolingLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    INDArray x = HostFloats.rowMajor(input);
    PoolingShape shape = layerConf().pooled(x.shape());
    INDArray y =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape.output(), 'c');
    if (kernels == null) {
      kernels = new KernelCache<>();
    }
    Kernels.Pooling kernel = kernels.get(shape, layerConf()::kernelOf);
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
