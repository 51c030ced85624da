// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.relevance.Activations;
import io.agegender.relevance.LayerWeights;
import io.agegender.relevance.RelevanceNetwork;
import io.agegender.relevance.RuleSet;
import io.agegender.relevance.Start;
import io.agegender.relevance.rule.Box;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Compares a map with those of the same network with random weights. Not thread-safe. */
final class RandomisedMaps {
  private final List<RelevanceNetwork> random;
  private final Start start;
  private final Box box;

  RandomisedMaps(FaceExplainer.Explained network, Start start, Box box) {
    this.random = randomised(network);
    this.start = start;
    this.box = box;
  }

  /**
   * Puts the correlations of a map.
   *
   * @param input what the network saw
   * @param rules empty for gradient x input
   * @param target the explained class
   */
  void measure(float[] input, float[] map, Optional<RuleSet> rules, int target, ObjectNode row) {
    row.put("correlation-last", correlation(map, mapOf(random.get(0), input, rules, target)));
    row.put("correlation-all", correlation(map, mapOf(random.get(1), input, rules, target)));
  }

  /** The network with its last layer drawn again, and with all of them. */
  private static List<RelevanceNetwork> randomised(FaceExplainer.Explained network) {
    Function<String, LayerWeights> learned =
        RelevanceNetwork.weights(network.resolved(), network.parameters());
    List<String> layers = RelevanceNetwork.of(network.resolved(), learned).learningLayers();
    String last = layers.get(layers.size() - 1);
    return List.of(
        RelevanceNetwork.of(
            network.resolved(),
            name -> name.equals(last) ? shuffled(learned.apply(name)) : learned.apply(name)),
        RelevanceNetwork.of(network.resolved(), name -> shuffled(learned.apply(name))));
  }

  /** Other weights of the same distribution: the same ones in a random order. */
  private static LayerWeights shuffled(LayerWeights learned) {
    float[] weights = learned.weights().clone();
    Random order = new Random(weights.length);
    for (int i = weights.length - 1; i > 0; i--) {
      int other = order.nextInt(i + 1);
      float value = weights[i];
      weights[i] = weights[other];
      weights[other] = value;
    }
    return new LayerWeights(weights, learned.bias());
  }

  private float[] mapOf(
      RelevanceNetwork other, float[] input, Optional<RuleSet> rules, int target) {
    Activations pass = other.forward(input);
    return rules.isPresent()
        ? other.explain(pass, target, rules.orElseThrow(), start, box).map()
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
