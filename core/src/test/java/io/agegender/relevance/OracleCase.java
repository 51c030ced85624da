// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agegender.network.definition.Filler;
import io.agegender.network.definition.LayerDefinition;
import io.agegender.network.definition.LayerDefinition.Concat;
import io.agegender.network.definition.LayerDefinition.Convolution;
import io.agegender.network.definition.LayerDefinition.InnerProduct;
import io.agegender.network.definition.LayerDefinition.LocalResponseNorm;
import io.agegender.network.definition.LayerDefinition.Pooling;
import io.agegender.network.definition.LayerDefinition.Relu;
import io.agegender.network.definition.LayerDefinition.Softmax;
import io.agegender.network.definition.NetworkDefinition;
import io.agegender.network.definition.Parameters;
import io.agegender.network.definition.ResolvedNetwork;
import io.agegender.network.definition.Window;
import io.agegender.relevance.rule.Box;
import io.agegender.relevance.rule.LinearRule;
import io.agegender.relevance.rule.LrnRule;
import io.agegender.relevance.rule.PoolRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** A case of the independent oracle in NumPy: a network, its input, and what is to come out. */
record OracleCase(Path folder, JsonNode net, JsonNode expectations) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static OracleCase in(Path folder) {
    try {
      return new OracleCase(
          folder,
          JSON.readTree(folder.resolve("net.json").toFile()),
          JSON.readTree(folder.resolve("case.json").toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The network as the product's own data. */
  NetworkDefinition definition() {
    List<LayerDefinition> layers = new ArrayList<>();
    for (JsonNode layer : net.get("layers")) {
      String name = layer.get("name").textValue();
      List<String> bottoms =
          StreamSupport.stream(layer.get("bottom").spliterator(), false)
              .map(JsonNode::textValue)
              .toList();
      layers.add(layer(layer, name, bottoms));
      if (layer.path("relu").booleanValue()) {
        layers.add(new Relu("relu_" + name, name, name));
      }
    }
    layers.add(new Softmax("prob", layers.get(layers.size() - 1).top(), "prob"));
    JsonNode shape = net.get("input").get("shape");
    return new NetworkDefinition(
        folder.getFileName().toString(),
        new NetworkDefinition.Input(
            net.get("input").get("name").textValue(),
            "label",
            shape.get(0).intValue(),
            shape.get(1).intValue()),
        layers);
  }

  private LayerDefinition layer(JsonNode layer, String name, List<String> bottoms) {
    Parameters any = new Parameters(new Filler.Constant(0), 1, 1);
    Window window =
        new Window(
            layer.path("kernel").intValue(),
            layer.path("stride").asInt(1),
            layer.path("pad").asInt(0));
    String bottom = bottoms.get(0);
    return switch (layer.get("type").textValue()) {
      case "conv" ->
          new Convolution(
              name,
              bottom,
              name,
              weights(name).bias().length,
              window,
              layer.path("group").asInt(1),
              any,
              any);
      case "fc" -> new InnerProduct(name, bottom, name, weights(name).bias().length, any, any);
      case "pool" ->
          new Pooling(
              name,
              bottom,
              name,
              layer.get("method").textValue().equals("max")
                  ? Pooling.Method.MAX
                  : Pooling.Method.AVERAGE,
              window);
      case "lrn" ->
          new LocalResponseNorm(
              name,
              bottom,
              name,
              layer.get("size").intValue(),
              layer.get("alpha").doubleValue(),
              layer.get("beta").doubleValue(),
              layer.path("k").asDouble(1));
      case "concat" -> new Concat(name, bottoms, name);
      default -> throw new IllegalArgumentException(layer.toString());
    };
  }

  LayerWeights weights(String layer) {
    Npy weights = npy(layer + "_w");
    float[] bias =
        Files.exists(folder.resolve(layer + "_b.npy"))
            ? npy(layer + "_b").floats()
            : new float[weights.shape()[0]];
    return new LayerWeights(weights.floats(), bias);
  }

  RelevanceNetwork network() {
    return RelevanceNetwork.of(ResolvedNetwork.of(definition()), this::weights);
  }

  Npy npy(String name) {
    return Npy.read(folder.resolve(name + ".npy"));
  }

  /** What pixels can be, where the case has a mean. */
  Box box() {
    return Files.exists(folder.resolve("mean.npy")) ? Box.of(npy("mean").floats()) : Box.unknown();
  }

  Start start(String rules) {
    return Start.valueOf(
        expectations
            .get("rules")
            .get(rules)
            .path("start")
            .asText("logit")
            .toUpperCase(Locale.ROOT));
  }

  RuleSet rules(String name) {
    JsonNode node = expectations.get("rules").get(name);
    JsonNode usual = node.path("default");
    Map<String, LinearRule> layers = new HashMap<>();
    LrnRule lrn =
        LrnRule.valueOf(usual.path("lrn").path("rule").asText("identity").toUpperCase(Locale.ROOT));
    node.path("layers").fields().forEachRemaining(e -> layers.put(e.getKey(), rule(e.getValue())));
    PoolRule pooling =
        usual.path("pool_max").path("rule").asText().equals("average")
            ? PoolRule.PROPORTIONAL
            : usual.path("pool_ave").path("toolbox").booleanValue()
                ? PoolRule.TOOLBOX
                : PoolRule.WINNER;
    return new RuleSet(name, rule(usual.get("conv")), rule(usual.get("fc")), layers, lrn, pooling);
  }

  private static LinearRule rule(JsonNode node) {
    boolean toolbox = node.path("toolbox").booleanValue();
    LinearRule.Bias bias =
        node.path("bias").asText().equals("ignore")
            ? LinearRule.Bias.IGNORE
            : LinearRule.Bias.ABSORB;
    return switch (node.get("rule").textValue()) {
      case "epsilon" -> new LinearRule.Epsilon(node.get("eps").doubleValue(), bias, toolbox);
      case "alphabeta" ->
          new LinearRule.AlphaBeta(
              node.get("alpha").doubleValue(),
              node.get("beta").doubleValue(),
              bias,
              node.path("one_sided").asText().equals("rescale")
                  ? LinearRule.OneSided.RESCALE
                  : LinearRule.OneSided.AS_IS,
              toolbox);
      case "gamma" -> new LinearRule.Gamma(node.get("gamma").doubleValue());
      case "flat" -> new LinearRule.Flat(toolbox);
      case "wsquare" -> new LinearRule.WSquare(toolbox);
      case "zbox" -> new LinearRule.ZBox();
      default -> throw new IllegalArgumentException(node.toString());
    };
  }

  /** An array of NumPy, little-endian floats, doubles or bytes in C order. */
  record Npy(int[] shape, double[] values) {
    static Npy read(Path file) {
      ByteBuffer bytes;
      try {
        bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      int length = Short.toUnsignedInt(bytes.getShort(8));
      String header = new String(bytes.array(), 10, length, StandardCharsets.US_ASCII);
      int[] shape =
          Arrays.stream(header.replaceAll(".*'shape': \\(([^)]*)\\).*\\s*", "$1").split(","))
              .map(String::strip)
              .filter(n -> !n.isEmpty())
              .mapToInt(Integer::parseInt)
              .toArray();
      int count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
      int first = 10 + length;
      double[] values =
          IntStream.range(0, count)
              .mapToDouble(
                  i ->
                      header.contains("f4")
                          ? bytes.getFloat(first + 4 * i)
                          : header.contains("f8")
                              ? bytes.getDouble(first + 8 * i)
                              : Byte.toUnsignedInt(bytes.get(first + i)))
              .toArray();
      return new Npy(shape, values);
    }

    float[] floats() {
      float[] floats = new float[values.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) values[i];
      }
      return floats;
    }

    double[] row(int number) {
      int length = values.length / shape[0];
      return Arrays.copyOfRange(values, number * length, (number + 1) * length);
    }
  }
}
