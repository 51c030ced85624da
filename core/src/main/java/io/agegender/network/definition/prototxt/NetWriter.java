// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition.prototxt;

import io.agegender.network.definition.Filler;
import io.agegender.network.definition.LayerDefinition;
import io.agegender.network.definition.LayerDefinition.Concat;
import io.agegender.network.definition.LayerDefinition.Convolution;
import io.agegender.network.definition.LayerDefinition.Dropout;
import io.agegender.network.definition.LayerDefinition.InnerProduct;
import io.agegender.network.definition.LayerDefinition.Learning;
import io.agegender.network.definition.LayerDefinition.LocalResponseNorm;
import io.agegender.network.definition.LayerDefinition.Pooling;
import io.agegender.network.definition.LayerDefinition.Pooling.Method;
import io.agegender.network.definition.LayerDefinition.Relu;
import io.agegender.network.definition.LayerDefinition.Softmax;
import io.agegender.network.definition.LayerDefinition.SoftmaxLoss;
import io.agegender.network.definition.NetworkDefinition;
import io.agegender.network.definition.NetworkDefinition.Input;
import io.agegender.network.definition.Parameters;
import io.agegender.network.definition.Window;
import java.util.Map;
import java.util.Optional;

/**
 * Writes networks in Caffe's newer syntax; values that are Caffe's defaults are left out. What
 * {@link NetReader} reads of it is the same network.
 */
public final class NetWriter {
  private static final Map<Class<? extends LayerDefinition>, String> TYPES =
      Map.of(
          Convolution.class, "Convolution",
          InnerProduct.class, "InnerProduct",
          Pooling.class, "Pooling",
          LocalResponseNorm.class, "LRN",
          Dropout.class, "Dropout",
          Relu.class, "ReLU",
          Concat.class, "Concat",
          Softmax.class, "Softmax",
          SoftmaxLoss.class, "SoftmaxWithLoss");

  private final TextBuilder text = new TextBuilder();

  private NetWriter() {}

  /**
   * The file that trains and validates, {@code train_val.prototxt}.
   *
   * @param network with at least one loss
   * @param train where training takes its pictures from
   * @param test where validation takes its pictures from; with it, each loss has an accuracy
   */
  public static String training(
      NetworkDefinition network, DataLayer train, Optional<DataLayer> test) {
    NetWriter writer = new NetWriter();
    writer.text.text("name", network.name());
    writer.data(network.input(), train, "TRAIN");
    test.ifPresent(data -> writer.data(network.input(), data, "TEST"));
    network.layers().forEach(writer::layer);
    if (test.isPresent()) {
      network.layers().forEach(writer::accuracy);
    }
    return writer.text.toString();
  }

  /**
   * The file that gives probabilities, {@code deploy.prototxt}, for one picture at a time.
   *
   * @param network with losses, or as {@link DeployNetwork} makes it
   */
  public static String deploy(NetworkDefinition network) {
    NetWriter writer = new NetWriter();
    Input input = network.input();
    writer.text.text("name", network.name()).text("input", input.data()).open("input_shape");
    for (int dim : new int[] {1, input.channels(), input.size(), input.size()}) {
      writer.text.value("dim", dim);
    }
    writer.text.close();
    DeployNetwork.of(network).layers().forEach(writer::layer);
    return writer.text.toString();
  }

  private void data(Input input, DataLayer data, String phase) {
    text.open("layer")
        .text("name", input.data())
        .text("type", "Data")
        .text("top", input.data())
        .text("top", input.label());
    phase(phase);
    text.open("transform_param")
        .value("mirror", data.mirror())
        .value("crop_size", data.size())
        .text("mean_file", data.meanFile())
        .close()
        .open("data_param")
        .text("source", data.source())
        .value("batch_size", data.batch())
        .value("backend", "LMDB")
        .close()
        .close();
  }

  private void phase(String phase) {
    text.open("include").value("phase", phase).close();
  }

  private void accuracy(LayerDefinition layer) {
    if (layer instanceof SoftmaxLoss loss) {
      String name = loss.name() + "/accuracy";
      text.open("layer")
          .text("name", name)
          .text("type", "Accuracy")
          .text("bottom", loss.bottom())
          .text("bottom", loss.label())
          .text("top", name);
      phase("TEST");
      text.close();
    }
  }

  private void layer(LayerDefinition layer) {
    text.open("layer").text("name", layer.name()).text("type", type(layer));
    layer.bottoms().forEach(bottom -> text.text("bottom", bottom));
    text.text("top", layer.top());
    if (layer instanceof Learning learning) {
      multipliers(learning.weights(), learning.biases());
    }
    if (layer instanceof Convolution convolution) {
      convolution(convolution);
    } else if (layer instanceof InnerProduct product) {
      text.open("inner_product_param").value("num_output", product.outputs());
      fillers(product);
      text.close();
    } else if (layer instanceof Pooling pooling) {
      text.open("pooling_param").value("pool", pooling.method() == Method.MAX ? "MAX" : "AVE");
      window(pooling.window());
      text.close();
    } else if (layer instanceof LocalResponseNorm norm) {
      text.open("lrn_param")
          .value("local_size", norm.size())
          .number("alpha", norm.alpha())
          .number("beta", norm.beta())
          .number("k", norm.k(), 1)
          .close();
    } else if (layer instanceof Dropout dropout) {
      text.open("dropout_param").number("dropout_ratio", dropout.ratio()).close();
    } else if (layer instanceof SoftmaxLoss loss) {
      text.number("loss_weight", loss.weight(), 1);
    }
    text.close();
  }

  private static String type(LayerDefinition layer) {
    return Optional.ofNullable(TYPES.get(layer.getClass()))
        .orElseThrow(() -> new IllegalStateException("no Caffe type for " + layer));
  }

  private void convolution(Convolution convolution) {
    text.open("convolution_param").value("num_output", convolution.outputs());
    window(convolution.window());
    text.number("group", convolution.groups(), 1);
    fillers(convolution);
    text.close();
  }

  private void window(Window window) {
    text.value("kernel_size", window.kernel())
        .number("stride", window.stride(), 1)
        .number("pad", window.pad(), 0);
  }

  private void multipliers(Parameters weights, Parameters biases) {
    boolean defaults =
        weights.rate() == 1 && weights.decay() == 1 && biases.rate() == 1 && biases.decay() == 1;
    if (!defaults) {
      multipliers(weights);
      multipliers(biases);
    }
  }

  private void multipliers(Parameters parameters) {
    text.open("param")
        .number("lr_mult", parameters.rate())
        .number("decay_mult", parameters.decay())
        .close();
  }

  private void fillers(Learning layer) {
    filler("weight_filler", layer.weights().filler());
    filler("bias_filler", layer.biases().filler());
  }

  private void filler(String field, Filler filler) {
    if (filler.equals(Filler.DEFAULT)) {
      return;
    }
    text.open(field);
    if (filler instanceof Filler.Constant constant) {
      text.text("type", "constant").number("value", constant.value());
    } else if (filler instanceof Filler.Gaussian gaussian) {
      text.text("type", "gaussian").number("std", gaussian.standardDeviation());
    } else {
      text.text("type", "xavier");
    }
    text.close();
  }
}
