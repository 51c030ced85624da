// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.network.definition.Filler;
import io.agegender.network.definition.LayerDefinition.Learning;
import io.agegender.network.definition.ResolvedLayer;
import io.agegender.network.definition.ResolvedNetwork;
import io.agegender.relevance.Activations;
import io.agegender.relevance.LayerWeights;
import io.agegender.relevance.RelevanceNetwork;
import io.agegender.relevance.RuleSet;
import io.agegender.relevance.rule.Box;
import io.agegender.training.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Compares a map with those of the same network while random weights replace the learned ones layer
 * by layer, the last one first (cascading randomisation of Adebayo et al., NeurIPS 2018). A map
 * that stays the same does not show what was learned. Not thread-safe.
 */
final class RandomisedMaps {
  /** In the order of the rows: the last layer first. */
  private final List<String> layers;

  private final List<RelevanceNetwork> random;
  private final HeatmapSettings settings;
  private final Box box;

  RandomisedMaps(FaceExplainer.Explained network, HeatmapSettings settings, Box box) {
    Map<String, LayerWeights> learned = learned(network);
    Map<String, LayerWeights> drawn = drawn(network.resolved(), settings.faces().seed());
    List<String> all = RelevanceNetwork.of(network.resolved(), learned::get).learningLayers();
    this.layers = new ArrayList<>(all);
    Collections.reverse(layers);
    this.random = new ArrayList<>();
    Set<String> replaced = new HashSet<>();
    for (String layer : layers) {
      replaced.add(layer);
      Set<String> now = Set.copyOf(replaced);
      // All of them share the arrays of the two maps.
      random.add(
          RelevanceNetwork.of(
              network.resolved(),
              name -> now.contains(name) ? drawn.get(name) : learned.get(name)));
    }
    this.settings = settings;
    this.box = box;
  }

  private static Map<String, LayerWeights> learned(FaceExplainer.Explained network) {
    Function<String, LayerWeights> weights =
        RelevanceNetwork.weights(network.resolved(), network.parameters());
    Map<String, LayerWeights> learned = new HashMap<>();
    for (ResolvedLayer layer : network.resolved().layers()) {
      if (layer.definition() instanceof Learning) {
        learned.put(layer.name(), weights.apply(layer.name()));
      }
    }
    return learned;
  }

  /** Random weights by the fillers of the definition; Caffe's xavier where a layer has none. */
  static Map<String, LayerWeights> drawn(ResolvedNetwork network, long seed) {
    Map<String, LayerWeights> drawn = new HashMap<>();
    for (int i = 0; i < network.layers().size(); i++) {
      ResolvedLayer layer = network.layers().get(i);
      if (layer.definition() instanceof Learning it) {
        Filler filler = it.weights().filler();
        Random random = new Random(Seeds.derive(seed, Seeds.Use.FILLER, i));
        int count = Math.toIntExact(it.outputs() * layer.fanIn());
        drawn.put(
            layer.name(),
            new LayerWeights(
                values(
                    filler.equals(Filler.DEFAULT) ? new Filler.Xavier() : filler,
                    count,
                    layer.fanIn(),
                    random),
                values(it.biases().filler(), it.outputs(), layer.fanIn(), random)));
      }
    }
    return drawn;
  }

  private static float[] values(Filler filler, int count, long fanIn, Random random) {
    float[] values = new float[count];
    double bound = Math.sqrt(3.0 / fanIn);
    for (int i = 0; i < count; i++) {
      if (filler instanceof Filler.Constant constant) {
        values[i] = (float) constant.value();
      } else if (filler instanceof Filler.Gaussian gaussian) {
        values[i] = (float) (gaussian.standardDeviation() * random.nextGaussian());
      } else {
        values[i] = (float) (bound * (2 * random.nextDouble() - 1));
      }
    }
    return values;
  }

  /**
   * Puts the correlations of a map: for each layer that of the network with random weights in that
   * layer and all later ones.
   *
   * @param input what the network saw
   * @param rules empty for gradient x input
   * @param target the explained class
   */
  void measure(float[] input, float[] map, Optional<RuleSet> rules, int target, ObjectNode row) {
    ObjectNode correlations = row.putObject("randomised");
    for (int i = 0; i < layers.size(); i++) {
      correlations.put(layers.get(i), correlation(map, mapOf(random.get(i), input, rules, target)));
    }
  }

  private float[] mapOf(
      RelevanceNetwork other, float[] input, Optional<RuleSet> rules, int target) {
    Activations pass = other.forward(input);
    return rules.isPresent()
        ? other.explain(pass, target, rules.orElseThrow(), settings.start(), box).map()
        : other.gradientTimesInput(pass, target);
  }

  /** Pearson's correlation of two maps; 0 where one is constant. */
  static double correlation(float[] a, float[] b) {
    double meanA = IntStream.range(0, a.length).mapToDouble(i -> a[i]).average().orElse(0);
    double meanB = IntStream.range(0, b.length).mapToDouble(i -> b[i]).average().orElse(0);
    double both = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 0; i < a.length; i++) {
      both += (a[i] - meanA) * (b[i] - meanB);
      squaresA += (a[i] - meanA) * (a[i] - meanA);
      squaresB += (b[i] - meanB) * (b[i] - meanB);
    }
    double divisor = Math.sqrt(squaresA * squaresB);
    return divisor == 0 ? 0 : both / divisor;
  }
}
