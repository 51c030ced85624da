package io.agegender.network.layer;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

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
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** Runs a {@link GroupedConvolution}. */
final class GroupedConvolutionLayer extends BaseLayer<GroupedConvolution> {
  private static final long serialVersionUID = 1L;

  /** What the last training pass gave, until the backward pass has used it. */
  private transient INDArray output;

  GroupedConvolutionLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    GroupedConvolution conf = layerConf();
    long[] in = input.shape();
    if (in.length != 4 || in[1] != conf.getNIn()) {
      throw new IllegalArgumentException(
          "layer %s: expected (N, %d, H, W), got %s"
              .formatted(conf.getLayerName(), conf.getNIn(), input.shapeInfoToString()));
    }
    INDArray out =
        workspaceMgr.createUninitialized(
            ArrayType.ACTIVATIONS,
            dataType,
            new long[] {in[0], conf.getNOut(), outputSize(in[2], 0), outputSize(in[3], 1)},
            'c');
    for (int group = 0; group < conf.groups(); group++) {
      Nd4j.exec(
          operation("conv2d")
              .addInputs(channels(input, group), weights(group), bias(group))
              .addOutputs(channels(out, group))
              .build());
    }
    Relu.apply(conf.getActivationFn(), out);
    output = training ? out : null;
    return out;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    GroupedConvolution conf = layerConf();
    INDArray delta = Relu.backward(conf.getActivationFn(), output, epsilon);
    INDArray inputGradient =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
    INDArray weightGradient = gradientViews.get(ConvolutionParamInitializer.WEIGHT_KEY);
    INDArray biasGradient = gradientViews.get(ConvolutionParamInitializer.BIAS_KEY);
    for (int group = 0; group < conf.groups(); group++) {
      Nd4j.exec(
          operation("conv2d_bp")
              .addInputs(
                  channels(input, group), weights(group), bias(group), channels(delta, group))
              .addOutputs(
                  channels(inputGradient, group),
                  rows(weightGradient, group),
                  rows(biasGradient, group))
              .build());
    }
    Gradient gradient = new DefaultGradient();
    gradient.setGradientFor(ConvolutionParamInitializer.BIAS_KEY, biasGradient);
    gradient.setGradientFor(ConvolutionParamInitializer.WEIGHT_KEY, weightGradient, 'c');
    return new Pair<>(gradient, inputGradient);
  }

  private DynamicCustomOp.DynamicCustomOpsBuilder operation(String name) {
    int[] kernel = layerConf().getKernelSize();
    int[] stride = layerConf().getStride();
    int[] padding = layerConf().getPadding();
    return DynamicCustomOp.builder(name)
        .addIntegerArguments(
            kernel[0],
            kernel[1],
            stride[0],
            stride[1],
            padding[0],
            padding[1],
            1,
            1,
            0, // padding as given, not computed
            0, // NCHW
            1); // weights (nOut, nIn, kH, kW)
  }

  private long outputSize(long size, int axis) {
    GroupedConvolution conf = layerConf();
    return (size + 2L * conf.getPadding()[axis] - conf.getKernelSize()[axis])
            / conf.getStride()[axis]
        + 1;
  }

  private INDArray weights(int group) {
    return rows(getParam(ConvolutionParamInitializer.WEIGHT_KEY), group);
  }

  private INDArray bias(int group) {
    return rows(getParam(ConvolutionParamInitializer.BIAS_KEY), group);
  }

  /** The part of a weight or bias that belongs to a group. */
  private INDArray rows(INDArray array, int group) {
    int groups = layerConf().groups();
    if (groups == 1) {
      return array;
    }
    long each = array.size(0) / groups;
    return array.get(interval(group * each, (group + 1) * each));
  }

  /** The channels of an activation that belong to a group, as a view. */
  private INDArray channels(INDArray array, int group) {
    int groups = layerConf().groups();
    if (groups == 1) {
      return array;
    }
    long each = array.size(1) / groups;
    return array.get(all(), interval(group * each, (group + 1) * each), all(), all());
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
