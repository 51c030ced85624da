// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.check;

import io.agegender.engine.plan.NetworkPlan;
import io.agegender.engine.plan.ParameterLayout.LayerPlace;
import io.agegender.engine.shape.SolverStep;
import io.agegender.network.definition.LayerDefinition.Learning;
import io.agegender.network.definition.ResolvedLayer;
import io.agegender.network.definition.ResolvedNetwork;
import java.lang.ref.SoftReference;
import java.util.Random;

/**
 * A network with random weights and minibatches, the same wherever it is made. Weights are
 * He-scaled and the first minibatch is uniform within +-60, so that activations are as large as
 * with faces; those of the updates are within +-1, so that every parameter moves by more than its
 * resolution without diverging.
 *
 * @param pictures in a minibatch, at least 1
 * @param rate of learning in the updates
 * @param seed of all numbers
 */
public record SeededCase(ResolvedNetwork network, int pictures, double rate, long seed) {
  /** Updates after the first pass. */
  public static final int UPDATES = 3;

  private static final float FIRST_RANGE = 60;
  private static final double BIAS_SCALE = 0.1;

  /** Keeps the softmax away from 0 and 1 in the first pass. */
  private static final double CLASSIFIER_SCALE = 1 / 30.0;

  private static final double MOMENTUM = 0.9;
  private static final double DECAY = 0.1;

  /** The numbers that were drawn last: VGG16's take ten seconds, and a check asks six times. */
  private static volatile SoftReference<Drawn> last = new SoftReference<>(null);

  private record Drawn(SeededCase by, float[] values) {}

  /** Weights and biases in the order of the plan's layout. */
  public float[] parameters() {
    Drawn drawn = last.get();
    if (drawn == null || !drawn.by().equals(this)) {
      drawn = new Drawn(this, draw());
      last = new SoftReference<>(drawn);
    }
    return drawn.values().clone();
  }

  private float[] draw() {
    NetworkPlan plan = NetworkPlan.of(network);
    float[] values = new float[Math.toIntExact(plan.layout().count())];
    Random random = new Random(seed);
    for (ResolvedLayer layer : network.layers()) {
      if (layer.definition() instanceof Learning learning) {
        LayerPlace place = plan.layout().layers().get(layer.name());
        double scale = Math.sqrt(2.0 / layer.fanIn());
        if (learning.outputs() == classes()) {
          scale *= CLASSIFIER_SCALE;
        }
        fill(values, place.weights().first(), place.weights().count(), random, scale);
        fill(values, place.biases().first(), place.biases().count(), random, BIAS_SCALE);
      }
    }
    return values;
  }

  /**
   * A minibatch (N, channels, size, size).
   *
   * @param number 0 for the first pass, from 1 for the updates
   */
  public float[] batch(int number) {
    Random random = new Random(seed + 1 + number);
    float[] values = new float[Math.toIntExact(network.inputShape().count() * pictures)];
    float range = number == 0 ? FIRST_RANGE : 1;
    for (int i = 0; i < values.length; i++) {
      values[i] = (random.nextFloat() * 2 - 1) * range;
    }
    return values;
  }

  /** The right class of each picture of a minibatch. */
  public int[] labels(int number) {
    int[] labels = new int[pictures];
    for (int i = 0; i < pictures; i++) {
      labels[i] = (number + 5 * i) % classes();
    }
    return labels;
  }

  /** The seed of a minibatch's dropout masks. */
  public long dropoutSeed(int number) {
    return seed + 100 + number;
  }

  /** The classes of the outputs. */
  public int classes() {
    String main = network.heads().get(0).layer();
    return network.layers().stream()
        .filter(layer -> layer.name().equals(main))
        .map(layer -> layer.output().channels())
        .findFirst()
        .orElseThrow();
  }

  /** Share of the velocity that is kept. */
  public double momentum() {
    return MOMENTUM;
  }

  /** The weight decay, large enough to be noticed. */
  public double decay() {
    return DECAY;
  }

  /** Numbers of each update. */
  public SolverStep step() {
    return new SolverStep((float) rate, (float) MOMENTUM, (float) DECAY);
  }

  private static void fill(float[] values, long first, long count, Random random, double scale) {
    for (long i = first; i < first + count; i++) {
      values[Math.toIntExact(i)] = (float) (random.nextGaussian() * scale);
    }
  }
}
