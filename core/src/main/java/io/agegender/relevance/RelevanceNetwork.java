// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.network.LayerSpan;
import io.agegender.network.definition.BlobShape;
import io.agegender.network.definition.LayerDefinition.Convolution;
import io.agegender.network.definition.LayerDefinition.InnerProduct;
import io.agegender.network.definition.LayerDefinition.Learning;
import io.agegender.network.definition.LayerDefinition.LocalResponseNorm;
import io.agegender.network.definition.LayerDefinition.Pooling;
import io.agegender.network.definition.LayerDefinition.Relu;
import io.agegender.network.definition.ResolvedLayer;
import io.agegender.network.definition.ResolvedNetwork;
import io.agegender.relevance.rule.Box;
import io.agegender.relevance.rule.ConvolutionMap;
import io.agegender.relevance.rule.Destination;
import io.agegender.relevance.rule.Floats;
import io.agegender.relevance.rule.LayerLedger;
import io.agegender.relevance.rule.LinearRule;
import io.agegender.relevance.rule.LrnMap;
import io.agegender.relevance.rule.PoolMap;
import io.agegender.relevance.rule.ProductMap;
import io.agegender.relevance.rule.WeightPart;
import io.agegender.training.FloatChunks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A trained network that explains its scores: its definition as data, walked forward to the scores
 * of the main head and backward to the pixels. Auxiliary heads and the softmax are not part of it;
 * dropout keeps everything. Not thread-safe.
 */
public final class RelevanceNetwork {
  private final String data;
  private final String scores;
  private final List<Step> steps;

  private RelevanceNetwork(ResolvedNetwork network, String scores, List<Step> steps) {
    this.data = network.definition().input().data();
    this.scores = scores;
    this.steps = List.copyOf(steps);
  }

  /**
   * Prepares a network out of the parameters of a run.
   *
   * @param parameters in the order of DL4J's vector: a convolution's bias before its weights, an
   *     inner product's behind
   * @throws UsageException if they are of another number than the network's
   */
  public static RelevanceNetwork of(ResolvedNetwork network, FloatChunks parameters) {
    return of(network, weights(network, parameters));
  }

  /**
   * What each learning layer learned, by the layer's name, out of the parameters of a run.
   *
   * @throws UsageException if they are of another number than the network's
   */
  public static Function<String, LayerWeights> weights(
      ResolvedNetwork network, FloatChunks parameters) {
    if (parameters.length() != network.parameters()) {
      throw new UsageException(
          "%d parameters for the network '%s', which has %d: they belong to another network"
              .formatted(parameters.length(), network.definition().name(), network.parameters()));
    }
    Map<String, LayerSpan> spans =
        LayerSpan.of(network).stream()
            .collect(Collectors.toMap(LayerSpan::layer, Function.identity()));
    Map<String, Learning> learning =
        network.layers().stream()
            .map(ResolvedLayer::definition)
            .filter(Learning.class::isInstance)
            .map(Learning.class::cast)
            .collect(Collectors.toMap(Learning::name, Function.identity()));
    return name -> {
      LayerSpan span = spans.get(name);
      int biases = learning.get(name).outputs();
      long rest = span.count() - biases;
      boolean biasFirst = learning.get(name) instanceof Convolution;
      return new LayerWeights(
          parameters.floats(span.first() + (biasFirst ? biases : 0), Math.toIntExact(rest)),
          parameters.floats(span.first() + (biasFirst ? 0 : rest), biases));
    };
  }

  /**
   * Prepares a network.
   *
   * @param weights what each learning layer learned, by the layer's name
   * @throws UsageException if a layer has weights of another length than its definition says
   */
  public static RelevanceNetwork of(
      ResolvedNetwork network, Function<String, LayerWeights> weights) {
    Set<String> auxiliary = network.auxiliaryLayers();
    String head = network.heads().get(0).layer();
    String scores = "";
    List<Step> steps = new ArrayList<>();
    for (ResolvedLayer layer : network.layers()) {
      if (layer.name().equals(head)) {
        scores = layer.sources().get(0);
      } else if (!auxiliary.contains(layer.name())) {
        steps.add(step(layer, weights));
      }
    }
    return new RelevanceNetwork(network, scores, steps);
  }

  private static Step step(ResolvedLayer layer, Function<String, LayerWeights> weights) {
    BlobShape in = layer.inputs().get(0);
    if (layer.definition() instanceof Convolution it) {
      LayerWeights learned = learned(layer, it, weights);
      ConvolutionMap.Shape shape =
          new ConvolutionMap.Shape(
              in.channels(), in.size(), it.outputs(), it.window(), it.groups());
      return new Step.Convolved(
          layer, new ConvolutionMap(shape, learned.weights(), learned.bias()));
    } else if (layer.definition() instanceof InnerProduct it) {
      LayerWeights learned = learned(layer, it, weights);
      int count = Math.toIntExact(in.count());
      return new Step.Product(layer, new ProductMap(count, learned.weights(), learned.bias()));
    } else if (layer.definition() instanceof Pooling it) {
      return new Step.Pool(layer, new PoolMap(in, layer.output().size(), it));
    } else if (layer.definition() instanceof LocalResponseNorm it) {
      return new Step.Norm(layer, new LrnMap(in, it));
    } else if (layer.definition() instanceof Relu) {
      return new Step.Rectify(layer);
    }
    return new Step.Pass(layer);
  }

  private static LayerWeights learned(
      ResolvedLayer layer, Learning learning, Function<String, LayerWeights> weights) {
    LayerWeights learned = weights.apply(layer.name());
    long expected = learning.outputs() * layer.fanIn();
    if (learned.weights().length != expected || learned.bias().length != learning.outputs()) {
      throw new UsageException(
          "layer %s has %d weights and %d biases, its definition says %d and %d: they belong to another network"
              .formatted(
                  layer.name(),
                  learned.weights().length,
                  learned.bias().length,
                  expected,
                  learning.outputs()));
    }
    return learned;
  }

  /** Names of the layers with weights that the scores depend on, lowest first. */
  public List<String> learningLayers() {
    return steps.stream()
        .filter(Step.Linear.class::isInstance)
        .map(step -> step.layer().name())
        .toList();
  }

  /**
   * Computes all activations.
   *
   * @param picture (C, S, S), the mean subtracted
   * @throws FailedException if a value is not finite, with the layer's name
   */
  public Activations forward(float[] picture) {
    Map<String, float[]> made = new HashMap<>();
    made.put(data, picture);
    List<float[]> inputs = new ArrayList<>();
    List<float[]> outputs = new ArrayList<>();
    for (Step step : steps) {
      float[] x = input(step.layer(), made::get);
      float[] y = step.forward(x);
      requireFinite(y, step.layer().name(), "value");
      inputs.add(x);
      outputs.add(y);
      made.put(step.layer().name(), y);
    }
    return new Activations(picture, inputs, outputs, made.get(scores));
  }

  static float[] input(ResolvedLayer layer, Function<String, float[]> made) {
    List<String> sources = layer.sources();
    if (sources.size() == 1) {
      return made.apply(sources.get(0));
    }
    float[] joined = new float[Math.toIntExact(layer.output().count())];
    int at = 0;
    for (String source : sources) {
      float[] part = made.apply(source);
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return joined;
  }

  /**
   * Explains one class.
   *
   * @param pass what {@link #forward} gave for the picture
   * @param target the class, from 0
   * @param box for the rule z-box
   * @throws UsageException if the target is not a class, a rule names a layer that is not there, or
   *     a rule needs a box that is not given
   * @throws FailedException if a relevance is not finite, with the layer's name
   */
  public Explanation explain(Activations pass, int target, RuleSet rules, Start start, Box box) {
    requireNames(rules);
    double value = start(pass, target, start);
    Map<String, Map<Destination, Double>> ledger = new LinkedHashMap<>();
    Map<String, float[]> relevance =
        walkDown(
            pass,
            oneHot(pass, target, value),
            (step, x, z, r) -> {
              LayerLedger account = new LayerLedger();
              float[] down = r;
              if (step instanceof Step.Linear linear) {
                LinearRule rule = rules.of((Learning) linear.layer().definition());
                if (rule instanceof LinearRule.ZBox) {
                  box.requireSize(x.length);
                }
                down = rule.relevance(linear.map(), x, z, r, box, account);
              } else if (step instanceof Step.Pool pool) {
                down = pool.map().relevance(x, r, rules.pooling(), account);
              } else if (step instanceof Step.Norm norm) {
                down = norm.map().relevance(x, r, rules.lrn(), account);
              }
              requireFinite(down, step.layer().name(), "relevance");
              ledger.put(step.layer().name(), account.entries());
              return down;
            });
    Map<String, Double> sums = new HashMap<>();
    relevance.forEach((layer, values) -> sums.put(layer, Floats.sum(values)));
    return new Explanation(relevance.get(data), value, sums, ledger);
  }

  /**
   * The gradient of a class's score at the pixels, times the pixels: a baseline that other methods
   * are compared with. Its ledger is empty.
   */
  public float[] gradientTimesInput(Activations pass, int target) {
    return Floats.times(pass.inputs().get(0), gradient(pass, target));
  }

  /** The gradient of a class's score at the pixels, (C, S, S). */
  float[] gradient(Activations pass, int target) {
    start(pass, target, Start.ONE);
    return walkDown(
            pass,
            oneHot(pass, target, 1),
            (step, x, z, g) -> {
              if (step instanceof Step.Linear linear) {
                return linear.map().backward(g, WeightPart.ALL);
              } else if (step instanceof Step.Pool pool) {
                return pool.map().gradient(x, g);
              } else if (step instanceof Step.Norm norm) {
                return norm.map().gradient(x, g);
              } else if (step instanceof Step.Rectify) {
                float[] down = g.clone();
                for (int i = 0; i < down.length; i++) {
                  down[i] = x[i] > 0 ? g[i] : 0;
                }
                return down;
              }
              return g;
            })
        .get(data);
  }

  /** In an order in which each finds what it reads. */
  List<Step> steps() {
    return steps;
  }

  /** The layer that makes the scores. */
  String scores() {
    return scores;
  }

  /** The name of the input's blob. */
  String data() {
    return data;
  }

  /** Takes what a layer's output got to what its input gets. */
  @FunctionalInterface
  private interface Down {
    float[] pass(Step step, float[] x, float[] z, float[] r);
  }

  /** From the scores to the pixels; what several layers read gets the sum. */
  private Map<String, float[]> walkDown(Activations pass, float[] atScores, Down down) {
    Map<String, float[]> values = new HashMap<>();
    values.put(scores, atScores);
    for (int i = steps.size() - 1; i >= 0; i--) {
      ResolvedLayer layer = steps.get(i).layer();
      float[] r = values.get(layer.name());
      float[] result = down.pass(steps.get(i), pass.inputs().get(i), pass.outputs().get(i), r);
      int at = 0;
      for (int s = 0; s < layer.sources().size(); s++) {
        int length = Math.toIntExact(layer.inputs().get(s).count());
        values.merge(
            layer.sources().get(s),
            Arrays.copyOfRange(result, at, at + length),
            (sum, more) -> {
              Floats.add(sum, more);
              return sum;
            });
        at += length;
      }
    }
    return values;
  }

  private void requireNames(RuleSet rules) {
    List<String> known = learningLayers();
    for (String name : rules.layers().keySet()) {
      if (!known.contains(name)) {
        throw new UsageException(
            "the rule '%s' names the layer '%s', which the network does not have: its layers with weights are %s"
                .formatted(rules.name(), name, String.join(", ", known)));
      }
    }
  }

  private static double start(Activations pass, int target, Start start) {
    if (target < 0 || target >= pass.logits().length) {
      throw new UsageException(
          "class %d is not one of the %d classes of the network: use 0 to %d"
              .formatted(target, pass.logits().length, pass.logits().length - 1));
    }
    return switch (start) {
      case LOGIT -> pass.logits()[target];
      case ONE -> 1;
      case PROBABILITY -> pass.probabilities()[target];
    };
  }

  private static float[] oneHot(Activations pass, int target, double value) {
    float[] values = new float[pass.logits().length];
    values[target] = (float) value;
    return values;
  }

  static void requireFinite(float[] values, String layer, String what) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new FailedException(
            "layer %s: a %s is %s, so the picture cannot be explained; look at the run's losses, it may have diverged"
                .formatted(layer, what, value));
      }
    }
  }
}
