package io.agegender.network.layer;

import io.agegender.network.kernel.ConvolutionKernel;
import io.agegender.network.kernel.ConvolutionShape;
import io.agegender.network.kernel.HostFloats;
import io.agegender.network.kernel.Kept;
import io.agegender.network.kernel.OneDnn;
import io.agegender.network.kernel.OneDnnConvolution;
import io.agegender.network.kernel.OperationConvolution;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link GroupedConvolution}. */
final class GroupedConvolutionLayer extends BaseLayer<GroupedConvolution> {
  private static final long serialVersionUID = 1L;

  private transient Kept<ConvolutionShape, ConvolutionKernel> kernels;

  /** What the last training pass gave, until the backward pass has used it. */
  private transient INDArray output;

  GroupedConvolutionLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    INDArray in = HostFloats.rowMajor(input);
    ConvolutionShape shape = shape(in);
    INDArray out =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape.output(), 'c');
    kernel(shape)
        .forward(
            in,
            getParam(ConvolutionParamInitializer.WEIGHT_KEY),
            getParam(ConvolutionParamInitializer.BIAS_KEY),
            out);
    output = training ? out : null;
    return out;
  }

  /** The gradient at the input is null in the first layer, which nobody asks for it. */
  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    Kept.requireForwardPass(output, layerConf().getLayerName());
    INDArray in = HostFloats.rowMajor(input);
    ConvolutionShape shape = shape(in);
    Optional<INDArray> inputGradient =
        layerConf().isFirst()
            ? Optional.empty()
            : Optional.of(
                workspaceMgr.createUninitialized(
                    ArrayType.ACTIVATION_GRAD, dataType, shape.input(), 'c'));
    INDArray weightGradient = gradientViews.get(ConvolutionParamInitializer.WEIGHT_KEY);
    INDArray biasGradient = gradientViews.get(ConvolutionParamInitializer.BIAS_KEY);
    kernel(shape)
        .backward(
            in,
            getParam(ConvolutionParamInitializer.WEIGHT_KEY),
            getParam(ConvolutionParamInitializer.BIAS_KEY),
            output,
            HostFloats.rowMajor(epsilon),
            inputGradient,
            weightGradient,
            biasGradient);
    Gradient gradient = new DefaultGradient();
    gradient.setGradientFor(ConvolutionParamInitializer.BIAS_KEY, biasGradient);
    gradient.setGradientFor(ConvolutionParamInitializer.WEIGHT_KEY, weightGradient, 'c');
    return new Pair<>(gradient, inputGradient.orElse(null));
  }

  private ConvolutionKernel kernel(ConvolutionShape shape) {
    if (kernels == null) {
      kernels = new Kept<>();
    }
    return kernels.get(
        shape,
        key -> OneDnn.isAvailable() ? new OneDnnConvolution(key) : new OperationConvolution(key));
  }

  private ConvolutionShape shape(INDArray in) {
    GroupedConvolution conf = layerConf();
    if (in.rank() != 4 || in.size(1) != conf.getNIn()) {
      throw new IllegalArgumentException(
          "layer %s: expected an input (N, %d, H, W), got %s"
              .formatted(conf.getLayerName(), conf.getNIn(), in.shapeInfoToString()));
    }
    int[] kernel = conf.getKernelSize();
    int[] stride = conf.getStride();
    int[] padding = conf.getPadding();
    return new ConvolutionShape(
        in.size(0),
        in.size(1),
        in.size(2),
        in.size(3),
        conf.getNOut(),
        kernel[0],
        kernel[1],
        stride[0],
        stride[1],
        padding[0],
        padding[1],
        conf.groups(),
        Relu.isOn(conf.getActivationFn()));
  }

  @Override
  public void setParams(INDArray params) {
    setParams(params, 'c');
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
