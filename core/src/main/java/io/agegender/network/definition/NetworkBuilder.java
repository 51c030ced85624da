// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition;

import io.agegender.network.definition.LayerDefinition.Concat;
import io.agegender.network.definition.LayerDefinition.Convolution;
import io.agegender.network.definition.LayerDefinition.Dropout;
import io.agegender.network.definition.LayerDefinition.InnerProduct;
import io.agegender.network.definition.LayerDefinition.LocalResponseNorm;
import io.agegender.network.definition.LayerDefinition.Pooling;
import io.agegender.network.definition.LayerDefinition.Pooling.Method;
import io.agegender.network.definition.LayerDefinition.Relu;
import io.agegender.network.definition.LayerDefinition.SoftmaxLoss;
import io.agegender.network.definition.NetworkDefinition.Input;
import java.util.ArrayList;
import java.util.List;

/**
 * The short way to write a definition. Each layer reads the blob that the one before it made, and
 * its top bears its name; ReLU and dropout work in place.
 */
public final class NetworkBuilder {
  private final String name;
  private final Input input;
  private final List<LayerDefinition> layers = new ArrayList<>();
  private String bottom;

  /**
   * A network on pictures of three channels.
   *
   * @param size height and width of the input in pixels
   */
  public NetworkBuilder(String name, int size) {
    this.name = name;
    this.input = Input.pictures(size);
    this.bottom = input.data();
  }

  /**
   * How a layer's parameters begin and learn. Weights decay, biases do not.
   *
   * @param weights first weights
   * @param bias first value of all biases
   * @param weightRate multiplier of the learning rate for the weights
   * @param biasRate multiplier of the learning rate for the biases
   */
  public record Learned(Filler weights, double bias, double weightRate, double biasRate) {
    /** Weights normal around 0; rates 1 and 2. */
    public static Learned gaussian(double standardDeviation, double bias) {
      return new Learned(new Filler.Gaussian(standardDeviation), bias, 1, 2);
    }

    /** Weights by Caffe's xavier; rates 1 and 2. */
    public static Learned xavier(double bias) {
      return new Learned(new Filler.Xavier(), bias, 1, 2);
    }

    /** No filler, for pretrained weights; rates 1 and 2. */
    public static Learned unfilled() {
      return new Learned(Filler.DEFAULT, 0, 1, 2);
    }

    /** With other multipliers of the learning rate. */
    public Learned rates(double weights, double biases) {
      return new Learned(this.weights, bias, weights, biases);
    }

    private Parameters ofWeights() {
      return new Parameters(weights, weightRate, 1);
    }

    private Parameters ofBiases() {
      return new Parameters(new Filler.Constant(bias), biasRate, 0);
    }
  }

  /** The next layer reads this blob. */
  public NetworkBuilder from(String blob) {
    bottom = blob;
    return this;
  }

  public NetworkBuilder convolution(String layer, int outputs, Window window, Learned learned) {
    return convolution(layer, outputs, window, 1, learned);
  }

  public NetworkBuilder convolution(
      String layer, int outputs, Window window, int groups, Learned learned) {
    return add(
        new Convolution(
            layer,
            bottom,
            layer,
            outputs,
            window,
            groups,
            learned.ofWeights(),
            learned.ofBiases()));
  }

  public NetworkBuilder innerProduct(String layer, int outputs, Learned learned) {
    return add(
        new InnerProduct(layer, bottom, layer, outputs, learned.ofWeights(), learned.ofBiases()));
  }

  public NetworkBuilder relu(String layer) {
    return add(new Relu(layer, bottom, bottom));
  }

  /** Drops a share of the numbers, in place. */
  public NetworkBuilder dropout(String layer, double ratio) {
    return add(new Dropout(layer, bottom, bottom, ratio));
  }

  public NetworkBuilder maxPool(String layer, Window window) {
    return add(new Pooling(layer, bottom, layer, Method.MAX, window));
  }

  public NetworkBuilder averagePool(String layer, Window window) {
    return add(new Pooling(layer, bottom, layer, Method.AVERAGE, window));
  }

  /** Over 5 channels with alpha 1e-4, beta 0.75 and k 1. */
  public NetworkBuilder lrn(String layer) {
    return add(new LocalResponseNorm(layer, bottom, layer, 5, 1e-4, 0.75, 1));
  }

  public NetworkBuilder concat(String layer, String... bottoms) {
    return add(new Concat(layer, List.of(bottoms), layer));
  }

  public NetworkBuilder softmaxLoss(String layer) {
    return softmaxLoss(layer, layer, 1);
  }

  public NetworkBuilder softmaxLoss(String layer, String top, double weight) {
    return add(new SoftmaxLoss(layer, bottom, input.label(), top, weight));
  }

  public NetworkDefinition build() {
    return new NetworkDefinition(name, input, layers);
  }

  private NetworkBuilder add(LayerDefinition layer) {
    layers.add(layer);
    bottom = layer.top();
    return this;
  }
}
