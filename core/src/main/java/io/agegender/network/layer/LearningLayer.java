// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.layer;

import io.agegender.network.kernel.KernelCache;
import io.agegender.network.kernel.Kernels;
import io.agegender.network.kernel.host.HostFloats;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs a layer with weights, followed by ReLU or not. It keeps its output until the backward pass:
 * {@code y > 0} says all that ReLU's gradient needs.
 *
 * @param <C> its configuration
 * @param <S> what its kernels depend on
 */
abstract class LearningLayer<C extends FeedForwardLayer, S> extends BaseLayer<C> {
  private static final long serialVersionUID = 1L;

  private transient KernelCache<S, Kernels.Learning> kernels;

  /** What the last training pass gave, until the backward pass has used it. */
  private transient INDArray output;

  LearningLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  /**
   * The shape for an input.
   *
   * @throws IllegalArgumentException if the layer does not take the input
   */
  abstract S shape(INDArray in);

  abstract long[] outputShape(S shape);

  abstract Kernels.Learning kernel(S shape);

  /** False in the first layer, which nobody asks for the gradient at its input. */
  boolean needsInputGradient() {
    return true;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    applyDropOutIfNecessary(training, workspaceMgr);
    INDArray in = HostFloats.rowMajor(input);
    S shape = shape(in);
    INDArray out =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, dataType, outputShape(shape), 'c');
    cached(shape).forward(operands(in, out));
    output = training ? out : null;
    return out;
  }

  /** The gradient at the input is null where nobody needs it. */
  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    KernelCache.requireForwardPass(output, layerConf().getLayerName());
    INDArray in = HostFloats.rowMajor(input);
    Optional<INDArray> inputGradient =
        needsInputGradient()
            ? Optional.of(
                workspaceMgr.createUninitialized(
                    ArrayType.ACTIVATION_GRAD, dataType, in.shape(), 'c'))
            : Optional.empty();
    cached(shape(in))
        .backward(
            operands(in, output),
            new Kernels.Gradients(
                HostFloats.rowMajor(epsilon),
                inputGradient,
                gradientViews.get(DefaultParamInitializer.WEIGHT_KEY),
                gradientViews.get(DefaultParamInitializer.BIAS_KEY)));
    Gradient gradient = new DefaultGradient();
    for (Map.Entry<String, INDArray> view : gradientViews.entrySet()) {
      gradient.setGradientFor(view.getKey(), view.getValue(), view.getValue().ordering());
    }
    return new Pair<>(gradient, inputGradient.map(this::backpropDropOutIfPresent).orElse(null));
  }

  private Kernels.Operands operands(INDArray in, INDArray out) {
    return new Kernels.Operands(
        in,
        getParam(DefaultParamInitializer.WEIGHT_KEY),
        getParam(DefaultParamInitializer.BIAS_KEY),
        out);
  }

  private Kernels.Learning cached(S shape) {
    if (kernels == null) {
      kernels = new KernelCache<>();
    }
    return kernels.get(shape, this::kernel);
  }

  /**
   * Whether ReLU follows.
   *
   * @throws IllegalArgumentException if the activation is neither ReLU nor identity
   */
  boolean isRectified() {
    IActivation function = layerConf().getActivationFn();
    if (function instanceof ActivationReLU) {
      return true;
    }
    if (function instanceof ActivationIdentity) {
      return false;
    }
    throw new IllegalArgumentException("activation " + function + ": only ReLU or identity");
  }

  IllegalArgumentException wrongInput(String expected, INDArray in) {
    return new IllegalArgumentException(
        "layer %s: expected an input %s, got %s"
            .formatted(layerConf().getLayerName(), expected, in.shapeInfoToString()));
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
