// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe.reference;

import java.util.Locale;

/**
 * Writes a network definition as Caffe reads it. Every method adds a layer whose one output has the
 * layer's name (layers that work in place: the input's name) and returns that name.
 */
final class NetText {
  /** What stands at the end. */
  enum Ending {
    /** SoftmaxWithLoss on the blob {@code label}. */
    LOSS,
    /** Softmax, and no labels. */
    PROBABILITIES
  }

  private final StringBuilder text = new StringBuilder();
  private final Ending ending;
  private String rates = rates(1, 2);

  NetText(String name, int batch, int size, Ending ending) {
    this.ending = ending;
    text.append("name: '%s'%n".formatted(name));
    layer(
        "data",
        "Input",
        "",
        "input_param { shape { dim: %d dim: 3 dim: %d dim: %d } }".formatted(batch, size, size));
    if (ending == Ending.LOSS) {
      layer("label", "Input", "", "input_param { shape { dim: %d } }".formatted(batch));
    }
  }

  /** The multipliers of the learning rate from here on: weights, biases. Biases do not decay. */
  void rate(int weights, int biases) {
    rates = rates(weights, biases);
  }

  private static String rates(int weights, int biases) {
    return "param { lr_mult: %d decay_mult: 1 } param { lr_mult: %d decay_mult: 0 }"
        .formatted(weights, biases);
  }

  /** Convolution and ReLU in place. */
  String conv(String name, String bottom, String sizes, String fillers) {
    layer(
        name,
        "Convolution",
        bottom,
        "%s convolution_param { %s %s }".formatted(rates, sizes, fillers));
    return relu(name);
  }

  /** InnerProduct, ReLU in place, dropout in place. */
  String hidden(String name, String bottom, int outputs, String fillers, double ratio) {
    product(name, bottom, outputs, fillers);
    relu(name);
    return dropout(name, ratio);
  }

  /** InnerProduct alone. */
  String product(String name, String bottom, int outputs, String fillers) {
    layer(
        name,
        "InnerProduct",
        bottom,
        "%s inner_product_param { num_output: %d %s }".formatted(rates, outputs, fillers));
    return name;
  }

  private String relu(String blob) {
    return inPlace(blob + "/relu", "ReLU", blob, "");
  }

  String dropout(String blob, double ratio) {
    return inPlace(
        blob + "/dropout", "Dropout", blob, "dropout_param { dropout_ratio: %s }".formatted(ratio));
  }

  String maxPool(String name, String bottom, String sizes) {
    layer(name, "Pooling", bottom, "pooling_param { pool: MAX %s }".formatted(sizes));
    return name;
  }

  String averagePool(String name, String bottom, String sizes) {
    layer(name, "Pooling", bottom, "pooling_param { pool: AVE %s }".formatted(sizes));
    return name;
  }

  String lrn(String name, String bottom) {
    layer(name, "LRN", bottom, "lrn_param { local_size: 5 alpha: 0.0001 beta: 0.75 }");
    return name;
  }

  String concat(String name, String... bottoms) {
    layer(name, "Concat", String.join(" ", bottoms), "");
    return name;
  }

  /** The head on a classifier: its loss with a weight, or its probabilities. */
  void head(String name, String classifier, double weight) {
    if (ending == Ending.LOSS) {
      layer(name, "SoftmaxWithLoss", classifier + " label", "loss_weight: %s".formatted(weight));
    } else {
      layer(name, "Softmax", classifier, "");
    }
  }

  static String gaussian(double std, double bias) {
    return "weight_filler { type: 'gaussian' std: %s } bias_filler { type: 'constant' value: %s }"
        .formatted(std, bias);
  }

  static String xavier(double bias) {
    return "weight_filler { type: 'xavier' } bias_filler { type: 'constant' value: %s }"
        .formatted(bias);
  }

  private void layer(String name, String type, String bottoms, String rest) {
    add(name, type, bottoms, name, rest);
  }

  private String inPlace(String name, String type, String blob, String rest) {
    add(name, type, blob, blob, rest);
    return blob;
  }

  private void add(String name, String type, String bottoms, String top, String rest) {
    text.append("layer { name: '%s' type: '%s'".formatted(name, type));
    for (String bottom : bottoms.split(" ")) {
      if (!bottom.isEmpty()) {
        text.append(" bottom: '%s'".formatted(bottom));
      }
    }
    text.append(String.format(Locale.ROOT, " top: '%s' %s }%n", top, rest));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
