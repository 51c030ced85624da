// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition.prototxt;

import io.agegender.foundation.error.Suggestion;
import io.agegender.network.definition.Filler;
import io.agegender.network.definition.LayerDefinition;
import io.agegender.network.definition.LayerDefinition.Concat;
import io.agegender.network.definition.LayerDefinition.Convolution;
import io.agegender.network.definition.LayerDefinition.Dropout;
import io.agegender.network.definition.LayerDefinition.InnerProduct;
import io.agegender.network.definition.LayerDefinition.LocalResponseNorm;
import io.agegender.network.definition.LayerDefinition.Pooling;
import io.agegender.network.definition.LayerDefinition.Pooling.Method;
import io.agegender.network.definition.LayerDefinition.Relu;
import io.agegender.network.definition.LayerDefinition.Softmax;
import io.agegender.network.definition.LayerDefinition.SoftmaxLoss;
import io.agegender.network.definition.Parameters;
import io.agegender.network.definition.Window;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads one layer with Caffe's defaults. */
final class LayerReader {
  private static final String NEEDED = "the layer needs it";

  private final LayerEntry entry;
  private final Fields fields;
  private final Set<String> parameterNames;

  private LayerReader(LayerEntry entry, Set<String> parameterNames) {
    this.entry = entry;
    this.fields = entry.fields();
    this.parameterNames = parameterNames;
  }

  /**
   * The layer; empty if it cannot be told what the layer is, which is a problem then.
   *
   * @param parameterNames of the layers so far; those of this layer are added
   */
  static Optional<LayerDefinition> read(LayerEntry entry, Set<String> parameterNames) {
    LayerReader reader = new LayerReader(entry, parameterNames);
    Optional<LayerDefinition> layer = reader.layer();
    if (layer.isPresent()) {
      entry.fields().finish();
    }
    return layer;
  }

  private Optional<LayerDefinition> layer() {
    return switch (entry.type()) {
      case "Convolution" -> one(this::convolution);
      case "InnerProduct" -> one(this::innerProduct);
      case "Pooling" -> one(this::pooling);
      case "ReLU" -> one(this::relu);
      case "LRN" -> one(this::lrn);
      case "Dropout" -> one(this::dropout);
      case "Softmax" -> one(this::softmax);
      case "Concat" -> blobs(1, Integer.MAX_VALUE, 1) ? Optional.of(concat()) : Optional.empty();
      case "SoftmaxWithLoss" -> blobs(2, 2, 0) ? Optional.of(softmaxLoss()) : Optional.empty();
      case "" -> Optional.empty(); // reported when the type was looked for
      default -> {
        fields.problem(
            "type",
            "'%s' is not implemented%s; the types are %s"
                .formatted(
                    entry.type(),
                    Suggestion.didYouMean(entry.type(), LayerEntry.types()),
                    String.join(", ", new TreeSet<>(LayerEntry.types()))));
        yield Optional.empty();
      }
    };
  }

  /** Makes a layer with one bottom and one top. */
  private interface Simple {
    Optional<LayerDefinition> make(String bottom, String top);
  }

  private Optional<LayerDefinition> one(Simple layer) {
    return blobs(1, 1, 1)
        ? layer.make(entry.bottoms().get(0), entry.tops().get(0))
        : Optional.empty();
  }

  /** Whether the layer has as many blobs as its type needs; at most one top. */
  private boolean blobs(int fewestBottoms, int mostBottoms, int fewestTops) {
    int bottoms = entry.bottoms().size();
    int tops = entry.tops().size();
    if (bottoms < fewestBottoms || bottoms > mostBottoms) {
      fields.problem(
          "bottom",
          "the layer reads %d blobs; a layer of type %s reads %s"
              .formatted(
                  bottoms,
                  entry.type(),
                  fewestBottoms == mostBottoms ? fewestBottoms : "at least " + fewestBottoms));
      return false;
    }
    if (tops < fewestTops || tops > 1) {
      fields.problem(
          "top",
          "the layer makes %d blobs; a layer of type %s makes 1".formatted(tops, entry.type()));
      return false;
    }
    return true;
  }

  private Optional<LayerDefinition> convolution(String bottom, String top) {
    Fields p = fields.inner("convolution_param");
    Optional<Integer> outputs = required(p, "num_output");
    Optional<Window> window = window(p);
    int groups = p.whole("group", 1, 1);
    List<Parameters> learned = learned(p);
    p.only("axis", "1");
    p.only("dilation", "1");
    p.only("force_nd_im2col", "false");
    p.withoutMeaning("engine");
    p.finish();
    return outputs.isEmpty() || window.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Convolution(
                entry.name(),
                bottom,
                top,
                outputs.get(),
                window.get(),
                groups,
                learned.get(0),
                learned.get(1)));
  }

  private Optional<LayerDefinition> innerProduct(String bottom, String top) {
    Fields p = fields.inner("inner_product_param");
    Optional<Integer> outputs = required(p, "num_output");
    List<Parameters> learned = learned(p);
    p.only("axis", "1");
    p.only("transpose", "false");
    p.finish();
    return outputs.map(
        n -> new InnerProduct(entry.name(), bottom, top, n, learned.get(0), learned.get(1)));
  }

  private Optional<LayerDefinition> pooling(String bottom, String top) {
    Fields p = fields.inner("pooling_param");
    p.only("pool", "MAX", "AVE");
    Method method = p.constant("pool").orElse("MAX").equals("AVE") ? Method.AVERAGE : Method.MAX;
    Optional<Window> window = window(p);
    p.only("global_pooling", "false");
    p.only("round_mode", "CEIL");
    p.withoutMeaning("engine");
    p.finish();
    return window.map(w -> new Pooling(entry.name(), bottom, top, method, w));
  }

  private Optional<LayerDefinition> relu(String bottom, String top) {
    Fields p = fields.inner("relu_param");
    p.only("negative_slope", "0");
    p.withoutMeaning("engine");
    p.finish();
    return Optional.of(new Relu(entry.name(), bottom, top));
  }

  private Optional<LayerDefinition> lrn(String bottom, String top) {
    Fields p = fields.inner("lrn_param");
    p.only("norm_region", "ACROSS_CHANNELS");
    p.withoutMeaning("engine");
    LayerDefinition layer =
        new LocalResponseNorm(
            entry.name(),
            bottom,
            top,
            p.whole("local_size", 1, 5),
            p.number("alpha", 1),
            p.number("beta", 0.75),
            p.number("k", 1));
    p.finish();
    return Optional.of(layer);
  }

  private Optional<LayerDefinition> dropout(String bottom, String top) {
    Fields p = fields.inner("dropout_param");
    double ratio = p.number("dropout_ratio", 0.5);
    p.finish();
    return Optional.of(new Dropout(entry.name(), bottom, top, ratio));
  }

  private LayerDefinition concat() {
    Fields p = fields.inner("concat_param");
    p.only("axis", "1");
    p.only("concat_dim", "1");
    p.finish();
    return new Concat(entry.name(), entry.bottoms(), entry.tops().get(0));
  }

  private LayerDefinition softmaxLoss() {
    Fields loss = fields.inner("loss_param");
    // All three divide by the number of pictures where no label is left out.
    loss.only("normalization", "VALID", "BATCH_SIZE", "FULL");
    loss.withoutMeaning("normalize");
    loss.finish();
    softmaxParameters();
    List<Double> weights = fields.numbers("loss_weight");
    // Caffe makes up a top for a loss that names none.
    String top = entry.tops().isEmpty() ? entry.name() : entry.tops().get(0);
    return new SoftmaxLoss(
        entry.name(),
        entry.bottoms().get(0),
        entry.bottoms().get(1),
        top,
        weights.isEmpty() ? 1 : weights.get(0));
  }

  private Optional<LayerDefinition> softmax(String bottom, String top) {
    softmaxParameters();
    fields.withoutMeaning("loss_weight"); // deploy files of GoogLeNet keep it
    return Optional.of(new Softmax(entry.name(), bottom, top));
  }

  private void softmaxParameters() {
    Fields p = fields.inner("softmax_param");
    p.only("axis", "1");
    p.withoutMeaning("engine");
    p.finish();
  }

  private Optional<Integer> required(Fields p, String name) {
    p.require(name, NEEDED);
    return p.whole(name);
  }

  private Optional<Window> window(Fields p) {
    p.refuse(
        "windows with two sizes are not implemented; give one size for both sides",
        "kernel_h",
        "kernel_w",
        "stride_h",
        "stride_w",
        "pad_h",
        "pad_w");
    Optional<Integer> kernel = square(p, "kernel_size");
    int stride = square(p, "stride").orElse(1);
    int pad = square(p, "pad").orElse(0);
    p.require("kernel_size", NEEDED);
    return kernel.map(k -> new Window(k, stride, pad));
  }

  /** A size that may be given once for each side. */
  private static Optional<Integer> square(Fields p, String name) {
    List<Integer> sizes = p.wholes(name);
    if (sizes.stream().distinct().count() > 1) {
      p.problem(
          name,
          "%s: windows with two sizes are not implemented; give one size for both sides"
              .formatted(sizes));
    }
    return sizes.stream().findFirst();
  }

  /** Weights, then biases. */
  private List<Parameters> learned(Fields p) {
    p.only("bias_term", "true");
    Filler weights = filler(p, "weight_filler");
    Filler biases = filler(p, "bias_filler");
    List<Multipliers> multipliers = Multipliers.of(entry, parameterNames);
    return List.of(
        new Parameters(weights, multipliers.get(0).rate(), multipliers.get(0).decay()),
        new Parameters(biases, multipliers.get(1).rate(), multipliers.get(1).decay()));
  }

  private static Filler filler(Fields p, String name) {
    return p.message(name).map(LayerReader::filler).orElse(Filler.DEFAULT);
  }

  private static Filler filler(Fields p) {
    String type = p.text("type").orElse("constant");
    double value = p.number("value", 0);
    double deviation = p.number("std", 1);
    p.only("mean", "0");
    p.only("sparse", "-1");
    p.only("variance_norm", "FAN_IN");
    p.withoutMeaning("min", "max"); // of a type that is not read
    Filler filler =
        switch (type) {
          case "constant" -> new Filler.Constant(value);
          case "gaussian" -> new Filler.Gaussian(deviation);
          case "xavier" -> new Filler.Xavier();
          default -> {
            p.problem(
                "type",
                "'%s' is not implemented; use constant, gaussian or xavier".formatted(type));
            yield Filler.DEFAULT;
          }
        };
    if (!type.equals("constant")) {
      p.withoutMeaning("value");
    }
    if (!type.equals("gaussian")) {
      p.withoutMeaning("std");
    }
    p.finish();
    return filler;
  }
}
