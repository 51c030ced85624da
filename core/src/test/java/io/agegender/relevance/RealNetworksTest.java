// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.agegender.network.definition.Architecture;
import io.agegender.network.definition.LayerDefinition;
import io.agegender.network.definition.LayerDefinition.Learning;
import io.agegender.network.definition.LayerDefinition.LocalResponseNorm;
import io.agegender.network.definition.NetworkDefinition;
import io.agegender.network.definition.ResolvedLayer;
import io.agegender.network.definition.ResolvedNetwork;
import io.agegender.network.definition.prototxt.NetWriter;
import io.agegender.relevance.rule.Box;
import io.agegender.relevance.rule.Floats;
import io.agegender.relevance.rule.Patch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The four networks at full size, with weights that make large activations, and real Caffe. */
@Tag("slow")
class RealNetworksTest {
  private static final int CLASSES = 8;

  /** Of the largest score. */
  private static final double SCORE = 1e-5;

  /** Relative L2, as gradients of weights: a value near 0 may pass a ReLU here and not there. */
  private static final double MAP = 2e-2;

  /** Of the largest value of a map. */
  private static final double MEDIAN = 1e-4;

  private static final double LEDGER = 1e-4;

  @TempDir Path folder;

  static Stream<Architecture> all() {
    return Architecture.values().stream();
  }

  private static List<RuleSet> presets(RelevanceNetwork network) {
    String first = network.learningLayers().get(0);
    return List.of(
        RuleSet.composite(List.of(first)),
        RuleSet.paper(List.of(first)),
        RuleSet.epsilonPlusFlat(first),
        RuleSet.epsilonGammaBox(first),
        RuleSet.epsilon(),
        RuleSet.alpha2beta1(),
        RuleSet.alpha1beta0(),
        RuleSet.z());
  }

  /** He's scaling: layers keep the size of what goes through them. */
  private static Map<String, LayerWeights> weights(ResolvedNetwork network) {
    SplittableRandom random = new SplittableRandom(3);
    Map<String, LayerWeights> weights = new HashMap<>();
    for (ResolvedLayer layer : network.layers()) {
      if (layer.definition() instanceof Learning learning) {
        // Uniform values have a third of the variance of their largest one.
        double range = Math.sqrt(3 * 2.0 / layer.fanIn());
        int count = Math.toIntExact(learning.outputs() * layer.fanIn());
        weights.put(
            layer.name(),
            new LayerWeights(
                uniform(random, count, range), uniform(random, learning.outputs(), range)));
      }
    }
    return weights;
  }

  private static float[] uniform(SplittableRandom random, int count, double range) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * range);
    }
    return values;
  }

  /** The definition without what the rule z holds constant. */
  private static NetworkDefinition withoutNorm(NetworkDefinition network) {
    return new NetworkDefinition(
        network.name(),
        network.input(),
        network.layers().stream().map(RealNetworksTest::withoutNorm).toList());
  }

  private static LayerDefinition withoutNorm(LayerDefinition layer) {
    return layer instanceof LocalResponseNorm norm
        ? new LocalResponseNorm(
            norm.name(), norm.bottom(), norm.top(), norm.size(), 0, norm.beta(), norm.k())
        : layer;
  }

  @ParameterizedTest
  @MethodSource("all")
  void scoresAndRuleZAreCaffesAndEveryLedgerCloses(Architecture architecture)
      throws IOException, InterruptedException {
    NetworkDefinition plain = withoutNorm(architecture.definition(CLASSES));
    Map<String, LayerWeights> weights = weights(ResolvedNetwork.of(plain));
    int size = architecture.inputSize();
    float[] picture = uniform(new SplittableRandom(7), 3 * size * size, 60);
    RelevanceNetwork network = RelevanceNetwork.of(ResolvedNetwork.of(plain), weights::get);
    Activations pass = network.forward(picture);
    int target = pass.predicted();

    CaffeRelevance caffe = new CaffeRelevance(folder);
    for (Map.Entry<String, LayerWeights> layer : weights.entrySet()) {
      caffe
          .with(layer.getKey() + "-0", layer.getValue().weights())
          .with(layer.getKey() + "-1", layer.getValue().bias());
    }
    float[] start = new float[CLASSES];
    start[target] = pass.logits()[target];
    caffe.with(network.data(), picture).with(network.scores(), start);
    CaffeRelevance.Result reference = caffe.run(NetWriter.deploy(plain));
    assertThat(pass.logits())
        .containsExactly(
            reference.output(network.scores()),
            within((float) (SCORE * Math.abs(pass.logits()[target]))));
    float[] expected = reference.relevance(network.data());
    Explanation z = network.explain(pass, target, RuleSet.z(), Start.LOGIT, Box.unknown());
    assertThat(distance(z.map(), expected)).isLessThan(MAP);
    assertThat(median(z.map(), expected)).isLessThan(MEDIAN);
    assertThat(distance(network.gradientTimesInput(pass, target), expected)).isLessThan(MAP);

    everyLedgerCloses(architecture, weights::get, picture);
  }

  private static void everyLedgerCloses(
      Architecture architecture, Function<String, LayerWeights> weights, float[] picture) {
    RelevanceNetwork network = RelevanceNetwork.of(architecture.resolve(CLASSES), weights);
    Activations pass = network.forward(picture);
    Box box = Box.of(Floats.filled(picture.length, 127));
    for (RuleSet rules : presets(network)) {
      assertThat(network.explain(pass, 1, rules, Start.LOGIT, box).ledgerError())
          .as(rules.name())
          .isLessThanOrEqualTo(LEDGER);
    }
    int size = architecture.inputSize();
    Patch corner = new Patch(0, 9, size - 7, size);
    ChangingPicture changing = new ChangingPicture(network, pass, 1, size);
    changing.replace(corner, new float[picture.length]);
    float[] changed = picture.clone();
    corner.eachRun(3, size, (first, count) -> Arrays.fill(changed, first, first + count, 0));
    float score = network.forward(changed).logits()[1];
    assertThat(changing.scores()[1]).isCloseTo(score, within(SCORE * Math.abs(score)));
    assertThat(changing.scores()[0]).isNotCloseTo(score, within(SCORE * Math.abs(score)));
  }

  /** Relative L2 distance. */
  private static double distance(float[] map, float[] reference) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < map.length; i++) {
      difference += Math.pow((double) map[i] - reference[i], 2);
      norm += Math.pow(reference[i], 2);
    }
    return Math.sqrt(difference / norm);
  }

  /** The median difference over the largest value. */
  private static double median(float[] map, float[] reference) {
    double[] differences = new double[map.length];
    double largest = 0;
    for (int i = 0; i < map.length; i++) {
      differences[i] = Math.abs(map[i] - reference[i]);
      largest = Math.max(largest, Math.abs(reference[i]));
    }
    Arrays.sort(differences);
    return differences[map.length / 2] / largest;
  }
}
