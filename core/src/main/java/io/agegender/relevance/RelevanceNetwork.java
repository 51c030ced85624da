package io.agegender.relevance;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.network.definition.LayerDefinition;
import io.agegender.network.definition.LayerDefinition.Concat;
import io.agegender.network.definition.LayerDefinition.Convolution;
import io.agegender.network.definition.LayerDefinition.Dropout;
import io.agegender.network.definition.LayerDefinition.InnerProduct;
import io.agegender.network.definition.LayerDefinition.LocalResponseNorm;
import io.agegender.network.definition.LayerDefinition.Pooling;
import io.agegender.network.definition.LayerDefinition.Relu;
import io.agegender.network.definition.LayerDefinition.Softmax;
import io.agegender.network.definition.LayerDefinition.SoftmaxLoss;
import io.agegender.network.definition.NetworkDefinition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A trained network that explains its scores: its definition as data, walked forward to the scores
 * of the main head and backward to the pixels. Auxiliary heads, dropout and the softmax are not
 * part of it. Not thread-safe.
 */
public final class RelevanceNetwork {
  private final NetworkDefinition.Input input;
  private final String scores;
  private final List<Step> steps;

  /** A layer with its arithmetic, ready for one picture. */
  private sealed interface Step {
    LayerDefinition layer();

    record Linear(LayerDefinition.Learning layer, LinearMap map) implements Step {}

    record Pool(Pooling layer, PoolMap map) implements Step {}

    record Norm(LocalResponseNorm layer, LrnMap map) implements Step {}

    /** ReLU, which relevance passes unchanged. */
    record Rectify(Relu layer) implements Step {}

    record Join(Concat layer) implements Step {}
  }

  /** Channels, height and width of a blob; a row has height and width 1. */
  private record Extent(int channels, int size) {
    int count() {
      return channels * size * size;
    }
  }

  private RelevanceNetwork(NetworkDefinition.Input input, String scores, List<Step> steps) {
    this.input = input;
    this.scores = scores;
    this.steps = steps;
  }

  /**
   * Prepares a network.
   *
   * @param weights what each learning layer learned, by the layer's name
   * @throws UsageException if a layer has weights of another length than its definition says, or
   *     the network has no scores
   */
  public static RelevanceNetwork of(
      NetworkDefinition definition, Function<String, LayerWeights> weights) {
    String scores = scores(definition);
    Set<Integer> needed = ancestors(definition, scores);
    Map<String, Extent> extents = new HashMap<>();
    NetworkDefinition.Input input = definition.input();
    extents.put(input.data(), new Extent(input.channels(), input.size()));
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < definition.layers().size(); i++) {
      LayerDefinition layer = definition.layers().get(i);
      if (needed.contains(i)) {
        step(layer, extents, weights, steps);
      }
    }
    return new RelevanceNetwork(input, scores, List.copyOf(steps));
  }

  /** The blob of the main head's scores: what the last softmax of the definition reads. */
  private static String scores(NetworkDefinition definition) {
    String scores = "";
    for (LayerDefinition layer : definition.layers()) {
      if (layer instanceof SoftmaxLoss loss) {
        scores = loss.bottom();
      } else if (layer instanceof Softmax softmax) {
        scores = softmax.bottom();
      }
    }
    if (scores.isEmpty()) {
      throw new UsageException(
          "the network '%s' has neither a softmax nor a loss: what it decides cannot be explained"
              .formatted(definition.name()));
    }
    return scores;
  }

  /** The layers that the scores depend on, by place. */
  private static Set<Integer> ancestors(NetworkDefinition definition, String scores) {
    Set<Integer> needed = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(scores));
    Set<String> seen = new HashSet<>();
    while (!open.isEmpty()) {
      String blob = open.pop();
      if (seen.add(blob)) {
        for (int i = 0; i < definition.layers().size(); i++) {
          LayerDefinition layer = definition.layers().get(i);
          if (layer.top().equals(blob)) {
            needed.add(i);
            open.addAll(layer.bottoms());
          }
        }
      }
    }
    return needed;
  }

  private static void step(
      LayerDefinition layer,
      Map<String, Extent> extents,
      Function<String, LayerWeights> weights,
      List<Step> steps) {
    Extent in = extents.get(layer.bottoms().get(0));
    Extent out = in;
    if (layer instanceof Convolution it) {
      int k = it.window().kernel();
      LayerWeights learned =
          learned(it, weights, (long) it.outputs() * in.channels() / it.groups() * k * k);
      out =
          new Extent(
              it.outputs(), (in.size() + 2 * it.window().pad() - k) / it.window().stride() + 1);
      ConvolutionMap.Shape shape =
          new ConvolutionMap.Shape(
              in.channels(),
              in.size(),
              in.size(),
              it.outputs(),
              k,
              it.window().stride(),
              it.window().pad(),
              it.groups());
      steps.add(new Step.Linear(it, new ConvolutionMap(shape, learned.weights(), learned.bias())));
    } else if (layer instanceof InnerProduct it) {
      LayerWeights learned = learned(it, weights, (long) it.outputs() * in.count());
      out = new Extent(it.outputs(), 1);
      steps.add(new Step.Linear(it, new ProductMap(in.count(), learned.weights(), learned.bias())));
    } else if (layer instanceof Pooling it) {
      PoolMap.Shape shape =
          new PoolMap.Shape(
              in.channels(),
              in.size(),
              in.size(),
              it.window().kernel(),
              it.window().stride(),
              it.window().pad(),
              it.method() == Pooling.Method.MAX);
      out = new Extent(in.channels(), shape.outHeight());
      steps.add(new Step.Pool(it, new PoolMap(shape)));
    } else if (layer instanceof LocalResponseNorm it) {
      LrnMap map =
          new LrnMap(
              in.channels(), in.size() * in.size(), it.size(), it.alpha(), it.beta(), it.k());
      steps.add(new Step.Norm(it, map));
    } else if (layer instanceof Relu it) {
      steps.add(new Step.Rectify(it));
    } else if (layer instanceof Concat it) {
      int channels = it.bottoms().stream().mapToInt(b -> extents.get(b).channels()).sum();
      out = new Extent(channels, in.size());
      steps.add(new Step.Join(it));
    } else if (layer instanceof Dropout it && !it.isInPlace()) {
      // A trained network keeps all values: a copy, which a concatenation of one blob is.
      steps.add(new Step.Join(new Concat(it.name(), it.bottoms(), it.top())));
    }
    extents.put(layer.top(), out);
  }

  private static LayerWeights learned(
      LayerDefinition.Learning layer, Function<String, LayerWeights> weights, long expected) {
    LayerWeights learned = weights.apply(layer.name());
    if (learned.weights().length != expected || learned.bias().length != layer.outputs()) {
      throw new UsageException(
          "layer %s has %d weights and %d biases, its definition says %d and %d: they belong to another network"
              .formatted(
                  layer.name(),
                  learned.weights().length,
                  learned.bias().length,
                  expected,
                  layer.outputs()));
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
    Map<String, float[]> blobs = new HashMap<>();
    blobs.put(input.data(), picture);
    List<float[]> inputs = new ArrayList<>();
    List<float[]> outputs = new ArrayList<>();
    for (Step step : steps) {
      float[] x = input(step, blobs);
      float[] y = forward(step, x);
      requireFinite(y, step.layer(), "value");
      inputs.add(x);
      outputs.add(y);
      blobs.put(step.layer().top(), y);
    }
    return new Activations(inputs, outputs, blobs.get(scores));
  }

  private static float[] input(Step step, Map<String, float[]> blobs) {
    List<String> bottoms = step.layer().bottoms();
    if (bottoms.size() == 1) {
      return blobs.get(bottoms.get(0));
    }
    float[] joined = new float[bottoms.stream().mapToInt(b -> blobs.get(b).length).sum()];
    int at = 0;
    for (String bottom : bottoms) {
      float[] part = blobs.get(bottom);
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return joined;
  }

  private static float[] forward(Step step, float[] x) {
    if (step instanceof Step.Linear linear) {
      float[] z = linear.map().forward(x, WeightPart.ALL);
      for (int j = 0; j < z.length; j++) {
        z[j] += linear.map().bias(j);
      }
      return z;
    } else if (step instanceof Step.Pool pool) {
      return pool.map().forward(x);
    } else if (step instanceof Step.Norm norm) {
      return norm.map().forward(x);
    } else if (step instanceof Step.Rectify) {
      float[] y = new float[x.length];
      for (int i = 0; i < x.length; i++) {
        y[i] = Math.max(x[i], 0);
      }
      return y;
    }
    return x;
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
              float[] down = relevance(step, x, z, r, rules, box, account);
              requireFinite(down, step.layer(), "relevance");
              ledger.put(step.layer().name(), account.entries());
              return down;
            });
    Map<String, Double> sums = new HashMap<>();
    relevance.forEach((blob, values) -> sums.put(blob, Floats.sum(values)));
    return new Explanation(relevance.get(input.data()), value, sums, ledger);
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
        .get(input.data());
  }

  /** Takes what a layer's output got to what its input gets. */
  @FunctionalInterface
  private interface Down {
    float[] pass(Step step, float[] x, float[] z, float[] r);
  }

  /** From the scores to the pixels; a blob that several layers read gets the sum. */
  private Map<String, float[]> walkDown(Activations pass, float[] atScores, Down down) {
    Map<String, float[]> values = new HashMap<>();
    values.put(scores, atScores);
    for (int i = steps.size() - 1; i >= 0; i--) {
      Step step = steps.get(i);
      LayerDefinition layer = step.layer();
      float[] result =
          down.pass(step, pass.inputs().get(i), pass.outputs().get(i), values.get(layer.top()));
      if (layer.isInPlace()) {
        values.put(layer.top(), result);
        continue;
      }
      int at = 0;
      for (String bottom : layer.bottoms()) {
        int length = layer.bottoms().size() == 1 ? result.length : lengthOf(bottom, pass);
        float[] part = new float[length];
        System.arraycopy(result, at, part, 0, length);
        at += length;
        values.merge(
            bottom,
            part,
            (sum, more) -> {
              Floats.add(sum, more);
              return sum;
            });
      }
    }
    return values;
  }

  private int lengthOf(String blob, Activations pass) {
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (steps.get(i).layer().top().equals(blob)) {
        return pass.outputs().get(i).length;
      }
    }
    return input.channels() * input.size() * input.size();
  }

  private static float[] relevance(
      Step step, float[] x, float[] z, float[] r, RuleSet rules, Box box, LayerLedger ledger) {
    if (step instanceof Step.Linear linear) {
      LinearRule rule = rules.of(linear.layer());
      if (rule instanceof LinearRule.ZBox) {
        box.requireSize(x.length);
      }
      return rule.relevance(linear.map(), x, z, r, box, ledger);
    } else if (step instanceof Step.Pool pool) {
      boolean proportional = rules.pooling() == RuleSet.Pooling.PROPORTIONAL;
      boolean toolbox = rules.pooling() == RuleSet.Pooling.TOOLBOX;
      return pool.map().relevance(x, r, proportional, toolbox, ledger);
    } else if (step instanceof Step.Norm norm) {
      return norm.map().relevance(x, r, rules.lrn(), ledger);
    }
    return r;
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

  private static void requireFinite(float[] values, LayerDefinition layer, String what) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new FailedException(
            "layer %s: a %s is %s, so the picture cannot be explained; look at the run's losses, it may have diverged"
                .formatted(layer.name(), what, value));
      }
    }
  }
}
