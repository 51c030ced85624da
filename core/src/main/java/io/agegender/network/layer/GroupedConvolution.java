// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.layer;

import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Convolution followed by ReLU, with Caffe's {@code group}: output channels of group g see the
 * input channels of group g only. Input (N, nIn, H, W), weights (nOut, nIn / groups, kH, kW), bias
 * (nOut), output (N, nOut, H', W') with H' rounded down, all float.
 *
 * <p>DL4J's own layer knows no groups, and computes its forward pass a second time in the backward
 * pass (or keeps a copy of the output before the ReLU). This one keeps its output until the
 * backward pass: {@code y > 0} says all that ReLU's gradient needs. It calls oneDNN itself; where
 * that cannot be, on a GPU, it is made of ND4J's operations.
 */
public final class GroupedConvolution extends ConvolutionLayer {
  private static final long serialVersionUID = 1L;

  @JsonProperty private int groups;
  @JsonProperty private boolean first;

  /** For Jackson. */
  GroupedConvolution() {}

  private GroupedConvolution(Builder builder) {
    super(builder);
    this.groups = builder.groups;
    this.first = builder.first;
  }

  /** Number of groups, 1 for none. */
  public int groups() {
    return groups;
  }

  /** Whether it reads the network's input, so that nobody needs the gradient there. */
  public boolean isFirst() {
    return first;
  }

  @Override
  public ParamInitializer initializer() {
    return GroupedConvolutionParams.INSTANCE;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> trainingListeners,
      int layerIndex,
      INDArray layerParamsView,
      boolean initializeParams,
      DataType networkDataType) {
    return Instances.ready(
        new GroupedConvolutionLayer(conf, networkDataType),
        trainingListeners,
        layerIndex,
        layerParamsView,
        initializeParams);
  }

  @Override
  @SuppressWarnings("EqualsGetClass")
  public boolean equals(Object other) {
    return super.equals(other)
        && other instanceof GroupedConvolution that
        && groups == that.groups
        && first == that.first;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), groups, first);
  }

  /** Builds the layer; kernel, stride and padding are square, in pixels. */
  public static final class Builder extends BaseConvBuilder<Builder> {
    private int groups = 1;
    private boolean first;

    /** Kernel of this many pixels a side, with stride 1 and no padding. */
    public Builder(int kernel) {
      super(new int[] {kernel, kernel});
      setConvolutionMode(ConvolutionMode.Truncate);
      activation((IActivation) new ActivationReLU());
    }

    /** Step of the kernel in pixels. */
    public Builder stride(int pixels) {
      setStride(new int[] {pixels, pixels});
      return this;
    }

    /** Zeros around the input in pixels. */
    public Builder padding(int pixels) {
      setPadding(new int[] {pixels, pixels});
      return this;
    }

    /** Number of groups; it divides the input and the output channels. */
    public Builder groups(int number) {
      groups = number;
      return this;
    }

    /** It reads the network's input: no gradient is computed there. */
    public Builder first() {
      first = true;
      return this;
    }

    @Override
    protected boolean allowCausal() {
      return false;
    }

    /**
     * @throws IllegalArgumentException if the groups do not divide the channels
     */
    @Override
    // DL4J declares the result so.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <E extends org.deeplearning4j.nn.conf.layers.Layer> E build() {
      if (groups < 1 || nIn % groups != 0 || nOut % groups != 0) {
        throw new IllegalArgumentException(
            "layer %s: %d groups do not divide %d input and %d output channels"
                .formatted(layerName, groups, nIn, nOut));
      }
      return (E) new GroupedConvolution(this);
    }
  }
}
