// SPDX-License-Identifier: Apache-2.0
package io.agegender.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agegender.network.definition.Architecture;
import io.agegender.network.definition.Filler;
import io.agegender.network.layer.GroupedConvolution;
import io.agegender.network.layer.InnerProduct;
import io.agegender.network.layer.LocalResponseNorm;
import io.agegender.network.solver.CaffeMomentum;
import io.agegender.network.solver.SolverSettings;
import io.agegender.network.solver.WeightDecay;
import io.agegender.testing.SharedData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * Every layer of the four networks against what was read out of the original's definitions: {@code
 * architectures.json} in the shared reference folder.
 */
@Tag("slow")
class ReferenceTest {
  private static final double BASE_RATE = 0.5;
  private static final SolverSettings SOLVER = new SolverSettings(BASE_RATE, 0.1, 10, 0.9, 5e-4);

  /** Layers of Caffe that measure or exist in the deployed network only. */
  private static final Set<String> NOT_OURS = Set.of("Accuracy", "Softmax");

  @ParameterizedTest
  @MethodSource("io.agegender.run.Originals#architectures")
  void everyLayerIsTheOriginals(Architecture architecture) throws IOException {
    JsonNode reference = reference(architecture);
    ComputationGraphConfiguration ours = Networks.configuration(architecture, 8, SOLVER, 1);
    Set<String> rectified = new HashSet<>();
    Map<String, Double> dropped = new HashMap<>();
    Set<String> seen = new HashSet<>();
    for (JsonNode layer : reference.get("layers_age_train_val")) {
      switch (layer.get("type").asText()) {
        case "ReLU" -> rectified.add(bottoms(layer).get(0));
        case "Dropout" ->
            dropped.put(
                bottoms(layer).get(0), layer.get("dropout_param").get("dropout_ratio").asDouble());
        default -> {}
      }
    }
    for (JsonNode layer : reference.get("layers_age_train_val")) {
      String name = layer.get("name").asText();
      String type = layer.get("type").asText();
      if (NOT_OURS.contains(type) || type.equals("ReLU") || type.equals("Dropout")) {
        continue;
      }
      seen.add(name);
      assertThat(ours.getVertices()).as(name).containsKey(name);
      List<String> inputs = bottoms(layer);
      inputs.remove("label");
      assertThat(ours.getVertexInputs().get(name)).as(name).isEqualTo(inputs);
      switch (type) {
        case "Convolution" -> checkConvolution(ours, name, layer.get("convolution_param"));
        case "Pooling" -> checkPooling(ours, name, layer.get("pooling_param"));
        case "LRN" -> checkLrn(ours, name, layer.get("lrn_param"));
        case "Concat" ->
            assertThat(ours.getVertices().get(name)).as(name).isInstanceOf(MergeVertex.class);
        case "SoftmaxWithLoss" -> checkLoss(ours, name, layer.path("loss_weight").asDouble(1));
        case "InnerProduct" ->
            assertThat(layer(ours, name)).as(name).isInstanceOf(InnerProduct.class);
        default -> throw new AssertionError("a layer that this test does not know: " + layer);
      }
      if (layer.has("params")) {
        checkWeights(
            (FeedForwardLayer) layer(ours, name),
            layer,
            rectified.contains(name),
            dropped.getOrDefault(inputs.get(0), 0.0));
      }
    }
    assertThat(ours.getVertices().keySet()).isEqualTo(seen);
  }

  private static void checkConvolution(
      ComputationGraphConfiguration ours, String name, JsonNode caffe) {
    GroupedConvolution layer = (GroupedConvolution) layer(ours, name);
    int kernel = caffe.get("kernel_size").asInt();
    int stride = caffe.path("stride").asInt(1);
    int pad = caffe.path("pad").asInt(0);
    assertThat(layer.getKernelSize()).as(name).containsExactly(kernel, kernel);
    assertThat(layer.getStride()).as(name).containsExactly(stride, stride);
    assertThat(layer.getPadding()).as(name).containsExactly(pad, pad);
    assertThat(layer.groups()).as(name).isEqualTo(caffe.path("group").asInt(1));
  }

  private static void checkPooling(
      ComputationGraphConfiguration ours, String name, JsonNode caffe) {
    SubsamplingLayer layer = (SubsamplingLayer) layer(ours, name);
    int kernel = caffe.get("kernel_size").asInt();
    int stride = caffe.path("stride").asInt(1);
    int pad = caffe.path("pad").asInt(0);
    assertThat(layer.getPoolingType().name())
        .as(name)
        .isEqualTo(
            caffe.get("pool").asText().equals("AVE")
                ? PoolingType.AVG.name()
                : PoolingType.MAX.name());
    assertThat(layer.getKernelSize()).as(name).containsExactly(kernel, kernel);
    assertThat(layer.getStride()).as(name).containsExactly(stride, stride);
    assertThat(layer.getPadding()).as(name).containsExactly(pad, pad);
  }

  private static void checkLrn(ComputationGraphConfiguration ours, String name, JsonNode caffe) {
    LocalResponseNorm layer = (LocalResponseNorm) layer(ours, name);
    assertThat(layer.factors().size()).as(name).isEqualTo(caffe.get("local_size").asInt());
    assertThat(layer.factors().alpha()).as(name).isEqualTo(caffe.get("alpha").asDouble());
    assertThat(layer.factors().beta()).as(name).isEqualTo(caffe.get("beta").asDouble());
  }

  private static void checkLoss(ComputationGraphConfiguration ours, String name, double weight) {
    LossMCXENT loss = (LossMCXENT) ((LossLayer) layer(ours, name)).getLossFn();
    assertThat(loss.getSoftmaxClipEps()).as(name).isEqualTo(Float.MIN_NORMAL);
    double actual = loss.getWeights() == null ? 1 : loss.getWeights().getFloat(0);
    assertThat((float) actual).as(name).isEqualTo((float) weight);
    assertThat(ours.getNetworkOutputs()).as(name).contains(name);
  }

  private static void checkWeights(
      FeedForwardLayer layer, JsonNode caffe, boolean rectified, double dropped) {
    String name = layer.getLayerName();
    JsonNode param =
        caffe.has("convolution_param")
            ? caffe.get("convolution_param")
            : caffe.get("inner_product_param");
    long fanIn = 1;
    for (int i = 1; i < caffe.get("weight_shape").size(); i++) {
      fanIn *= caffe.get("weight_shape").get(i).asLong();
    }
    assertThat(layer.getNOut()).as(name).isEqualTo(param.get("num_output").asLong());
    assertThat(layer.initializer().numParams(layer))
        .as(name)
        .isEqualTo(caffe.get("params").asLong());
    assertThat(layer.getWeightInitFn())
        .as(name)
        .isEqualTo(filler(param.get("weight_filler"), fanIn));
    assertThat(layer.getBiasInit())
        .as(name)
        .isEqualTo(param.path("bias_filler").path("value").asDouble(0));
    assertThat(layer.getActivationFn() instanceof ActivationReLU).as(name).isEqualTo(rectified);
    assertThat(layer.getIDropout() == null ? 0 : 1 - ((Dropout) layer.getIDropout()).getP())
        .as(name)
        .isEqualTo(dropped);
    checkRate(layer, "W", caffe.get("param").get(0));
    checkRate(layer, "b", caffe.get("param").get(1));
  }

  private static void checkRate(FeedForwardLayer layer, String param, JsonNode caffe) {
    CaffeMomentum updater = (CaffeMomentum) layer.getUpdaterByParam(param);
    double multiplier = caffe.get("lr_mult").asDouble();
    String name = layer.getLayerName() + " " + param;
    assertThat(updater.momentum()).as(name).isEqualTo(SOLVER.momentum());
    assertThat(updater.getLearningRate(9, 0)).as(name).isEqualTo(BASE_RATE * multiplier);
    assertThat(updater.getLearningRate(25, 0))
        .as(name)
        .isCloseTo(BASE_RATE * multiplier * 0.01, offset(1e-12));
    assertThat(layer.getRegularizationByParam(param))
        .as(name)
        .isEqualTo(
            caffe.get("decay_mult").asInt() == 0
                ? layer.getRegularizationBias()
                : List.of(new WeightDecay(SOLVER.weightDecay())));
    if (caffe.get("decay_mult").asInt() == 0) {
      assertThat(layer.getRegularizationBias()).as(name).isNullOrEmpty();
    }
  }

  private static IWeightInit filler(JsonNode filler, long fanIn) {
    if (filler == null) {
      return Fillers.weightInit(Filler.DEFAULT, fanIn);
    }
    return switch (filler.get("type").asText()) {
      case "gaussian" ->
          Fillers.weightInit(new Filler.Gaussian(filler.get("std").asDouble()), fanIn);
      case "xavier" -> Fillers.weightInit(new Filler.Xavier(), fanIn);
      default -> throw new AssertionError("unknown filler " + filler);
    };
  }

  private static Layer layer(ComputationGraphConfiguration configuration, String name) {
    return ((LayerVertex) configuration.getVertices().get(name)).getLayerConf().getLayer();
  }

  private static List<String> bottoms(JsonNode layer) {
    List<String> bottoms = new ArrayList<>();
    layer.get("bottom").forEach(bottom -> bottoms.add(bottom.asText()));
    return bottoms;
  }

  private static JsonNode reference(Architecture architecture) throws IOException {
    Path file = SharedData.require("reference/architectures.json");
    String key =
        architecture.equals(Architecture.NET_DEFINITIONS) ? "adiencenet" : architecture.key();
    return new ObjectMapper().readTree(file.toFile()).get("architectures").get(key);
  }
}
