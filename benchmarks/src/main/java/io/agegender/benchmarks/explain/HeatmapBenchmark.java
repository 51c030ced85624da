// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.explain;

import io.agegender.heatmap.RuleBook;
import io.agegender.network.definition.Architecture;
import io.agegender.network.definition.LayerDefinition.Learning;
import io.agegender.network.definition.ResolvedLayer;
import io.agegender.network.definition.ResolvedNetwork;
import io.agegender.relevance.Activations;
import io.agegender.relevance.LayerWeights;
import io.agegender.relevance.PerturbationCurve;
import io.agegender.relevance.Regions;
import io.agegender.relevance.RelevanceNetwork;
import io.agegender.relevance.RuleSet;
import io.agegender.relevance.Start;
import io.agegender.relevance.rule.Box;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What a heat map and a step of a perturbation curve cost, as ratios to a forward pass of the same
 * program: a network with random weights and one random picture, everything timed in turn.
 *
 * @param architecture the network
 * @param rules presets
 * @param rounds measurements of each, at least 1; the median counts
 */
public record HeatmapBenchmark(Architecture architecture, List<String> rules, int rounds) {
  private static final int CLASSES = 8;
  private static final int CHANNELS = 3;
  private static final int GREY = 127;

  /** Height and width of a region, and regions of a curve: the defaults of the command. */
  private static final int REGION = 8;

  private static final int STEPS = 100;

  public HeatmapBenchmark {
    rules = List.copyOf(rules);
  }

  /** A table: milliseconds, how many a second, and that number over forward passes a second. */
  public String run() {
    ResolvedNetwork resolved = architecture.resolve(CLASSES);
    RelevanceNetwork network = RelevanceNetwork.of(resolved, weights(resolved)::get);
    int size = architecture.inputSize();
    float[] picture = uniform(new SplittableRandom(2), CHANNELS * size * size, GREY / 2.0);
    float[] mean = new float[picture.length];
    Arrays.fill(mean, GREY);
    Box box = Box.of(mean);
    Activations pass = network.forward(picture);
    int target = pass.predicted();
    double forward = median(() -> network.forward(picture));
    StringBuilder table =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%s, %d rounds%n%-28s %10s %10s %8s%n%s",
                architecture.title(),
                rounds,
                "",
                "ms",
                "per s",
                "ratio",
                line("forward pass", forward, forward)));
    for (String name : rules) {
      RuleSet set = RuleBook.of(name, "", resolved).orElse(null);
      double map =
          median(
              () -> {
                Activations own = network.forward(picture);
                return set == null
                    ? network.gradientTimesInput(own, target)
                    : network.explain(own, target, set, Start.LOGIT, box);
              });
      table.append(line("map, " + name, map, forward));
    }
    Regions regions = new Regions(size, REGION);
    List<Integer> ranking = IntStream.range(0, regions.count()).boxed().limit(STEPS).toList();
    double curve =
        median(
            () ->
                PerturbationCurve.of(
                    network, pass, new float[mean.length], target, regions, ranking));
    return table
        .append(line("step of a perturbation curve", curve / ranking.size(), forward))
        .toString();
  }

  private static String line(String what, double seconds, double forward) {
    return String.format(
        Locale.ROOT,
        "%-28s %10.1f %10.2f %8.3f%n",
        what,
        seconds * 1e3,
        1 / seconds,
        forward / seconds);
  }

  /** What is timed; its result is kept, so that it must be computed. */
  @FunctionalInterface
  private interface Work {
    Object run();
  }

  private double median(Work work) {
    double[] seconds = new double[rounds];
    Object kept = work.run();
    for (int round = 0; round < rounds; round++) {
      long start = System.nanoTime();
      kept = work.run();
      seconds[round] = (System.nanoTime() - start) / 1e9;
    }
    Objects.requireNonNull(kept);
    Arrays.sort(seconds);
    return seconds[rounds / 2];
  }

  /** He's scaling: layers keep the size of what goes through them. */
  private static Map<String, LayerWeights> weights(ResolvedNetwork network) {
    SplittableRandom random = new SplittableRandom(1);
    Map<String, LayerWeights> weights = new HashMap<>();
    for (ResolvedLayer layer : network.layers()) {
      if (layer.definition() instanceof Learning learning) {
        int count = Math.toIntExact(learning.outputs() * layer.fanIn());
        double range = Math.sqrt(6.0 / layer.fanIn());
        weights.put(
            layer.name(),
            new LayerWeights(uniform(random, count, range), new float[learning.outputs()]));
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
}
