package io.agegender.network.layer;

import io.agegender.network.kernel.HostFloats;
import io.agegender.network.kernel.InnerProductKernel;
import io.agegender.network.kernel.Kept;
import io.agegender.network.kernel.OneDnn;
import io.agegender.network.kernel.OneDnnInnerProduct;
import io.agegender.network.kernel.OperationInnerProduct;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs an {@link InnerProduct}. */
final class InnerProductLayer extends BaseLayer<InnerProduct> {
  private static final long serialVersionUID = 1L;

  private transient Kept<Long, InnerProductKernel> kernels;

  /** What the last training pass gave, until the backward pass has used it. */
  private transient INDArray output;

  InnerProductLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    applyDropOutIfNecessary(training, workspaceMgr);
    INDArray in = rows();
    INDArray out =
        workspaceMgr.createUninitialized(
            ArrayType.ACTIVATIONS, dataType, new long[] {in.size(0), layerConf().getNOut()}, 'c');
    kernel(in.size(0))
        .forward(
            in,
            getParam(DefaultParamInitializer.WEIGHT_KEY),
            getParam(DefaultParamInitializer.BIAS_KEY),
            out);
    output = training ? out : null;
    return out;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    Kept.requireForwardPass(output, layerConf().getLayerName());
    INDArray in = rows();
    INDArray inputGradient =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, in.shape(), 'c');
    INDArray weightGradient = gradientViews.get(DefaultParamInitializer.WEIGHT_KEY);
    INDArray biasGradient = gradientViews.get(DefaultParamInitializer.BIAS_KEY);
    kernel(in.size(0))
        .backward(
            in,
            getParam(DefaultParamInitializer.WEIGHT_KEY),
            output,
            HostFloats.rowMajor(epsilon),
            inputGradient,
            weightGradient,
            biasGradient);
    Gradient gradient = new DefaultGradient();
    gradient.setGradientFor(DefaultParamInitializer.WEIGHT_KEY, weightGradient);
    gradient.setGradientFor(DefaultParamInitializer.BIAS_KEY, biasGradient);
    return new Pair<>(gradient, backpropDropOutIfPresent(inputGradient));
  }

  private INDArray rows() {
    if (input.rank() != 2 || input.size(1) != layerConf().getNIn()) {
      throw new IllegalArgumentException(
          "layer %s: expected an input (N, %d), got %s"
              .formatted(
                  layerConf().getLayerName(), layerConf().getNIn(), input.shapeInfoToString()));
    }
    return HostFloats.rowMajor(input);
  }

  private InnerProductKernel kernel(long pictures) {
    if (kernels == null) {
      kernels = new Kept<>();
    }
    InnerProduct conf = layerConf();
    boolean rectified = Relu.isOn(conf.getActivationFn());
    return kernels.get(
        pictures,
        key ->
            OneDnn.isAvailable()
                ? new OneDnnInnerProduct(key, conf.getNIn(), conf.getNOut(), rectified)
                : new OperationInnerProduct(rectified));
  }

  @Override
  public void clear() {
    super.clear();
    output = null;
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }
}
