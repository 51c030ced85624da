package io.agegender.network.layer;

import io.agegender.network.kernel.HostFloats;
import io.agegender.network.kernel.LrnKernel;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link LocalResponseNorm}. */
final class LocalResponseNormLayer extends AbstractLayer<LocalResponseNorm> {
  private static final long serialVersionUID = 1L;

  LocalResponseNormLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    INDArray x = HostFloats.rowMajor(input);
    INDArray y = workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, dataType, x.shape(), 'c');
    HostFloats in = HostFloats.of(x);
    HostFloats out = HostFloats.of(y);
    kernel(x).forward(in, out);
    out.written();
    return y;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    INDArray x = HostFloats.rowMajor(input);
    INDArray dy = HostFloats.rowMajor(epsilon);
    INDArray dx =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, x.shape(), 'c');
    HostFloats in = HostFloats.of(x);
    HostFloats gradient = HostFloats.of(dy);
    HostFloats out = HostFloats.of(dx);
    kernel(x).backward(in, gradient, out);
    out.written();
    return new Pair<>(new DefaultGradient(), dx);
  }

  private LrnKernel kernel(INDArray x) {
    LocalResponseNorm conf = layerConf();
    return new LrnKernel(x.shape(), conf.size(), conf.alpha(), conf.beta());
  }

  @Override
  public Type type() {
    return Type.NORMALIZATION;
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
