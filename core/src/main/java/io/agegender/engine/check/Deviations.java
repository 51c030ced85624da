// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.check;

import io.agegender.engine.plan.ParameterLayout.LayerPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How far an outcome is from a reference.
 *
 * @param loss largest relative difference of a loss of the first pass
 * @param laterLoss the same of the updates' losses
 * @param gradient largest relative L2 over the layers: norm of the difference over the norm of the
 *     reference
 * @param gradientLayer where that is
 * @param movement the same of the way that a layer's parameters went in the updates
 * @param movementLayer where that is
 * @param velocity relative L2 of the momentum's state
 */
public record Deviations(
    double loss,
    double laterLoss,
    double gradient,
    String gradientLayer,
    double movement,
    String movementLayer,
    double velocity) {

  /**
   * What is permitted.
   *
   * @param loss relative, first pass
   * @param laterLoss relative, updates
   * @param gradient relative L2 of a layer
   * @param movement relative L2 of a layer
   */
  public record Limits(double loss, double laterLoss, double gradient, double movement) {
    /** For equal arithmetic but the order of sums, and equal {@link Decisions}. */
    public static Limits ofSums() {
      return new Limits(1e-5, 1e-3, 1e-5, 5e-2);
    }

    /**
     * For a device, which may add one number after the other: 50,176 products in float, a weight of
     * VGG16's first layer, are 3.9e-6 apart from their sum by that alone, and each layer adds some.
     */
    static Limits ofDevice() {
      return new Limits(1e-5, 1e-3, 3e-5, 5e-2);
    }
  }

  /** Compares two outcomes of a case. */
  public static Deviations of(
      Outcome outcome, Outcome reference, float[] start, Map<String, LayerPlace> layers) {
    double[] losses = new double[reference.losses().size()];
    for (int i = 0; i < losses.length; i++) {
      losses[i] =
          Math.abs(outcome.losses().get(i) - reference.losses().get(i))
              / Math.abs(reference.losses().get(i));
    }
    double later = 0;
    for (int i = 1; i < losses.length; i++) {
      later = worse(later, losses[i]);
    }
    Worst gradient = new Worst();
    Worst movement = new Worst();
    float[] none = new float[start.length];
    layers.forEach(
        (name, place) -> {
          gradient.add(name, l2(outcome.gradients(), reference.gradients(), none, place));
          movement.add(name, l2(outcome.parameters(), reference.parameters(), start, place));
        });
    double square = 0;
    double norm = 0;
    for (int i = 0; i < start.length; i++) {
      double reach = reference.velocities()[i];
      square += Math.pow(outcome.velocities()[i] - reach, 2);
      norm += reach * reach;
    }
    return new Deviations(
        losses[0],
        later,
        gradient.value,
        gradient.layer,
        movement.value,
        movement.layer,
        Math.sqrt(square / norm));
  }

  /** Sentences about limits that are exceeded; NaN exceeds each. */
  public List<String> beyond(Limits limits) {
    List<String> problems = new ArrayList<>();
    check(problems, "loss", loss, limits.loss());
    check(problems, "loss in the updates", laterLoss, limits.laterLoss());
    check(problems, "gradient of " + gradientLayer, gradient, limits.gradient());
    check(problems, "movement of " + movementLayer, movement, limits.movement());
    check(problems, "velocity", velocity, limits.movement());
    return problems;
  }

  private static void check(List<String> problems, String what, double value, double limit) {
    if (!(value <= limit)) {
      problems.add("%s differs by %.1e, more than %.1e".formatted(what, value, limit));
    }
  }

  private static double l2(float[] a, float[] b, float[] origin, LayerPlace place) {
    double square = 0;
    double norm = 0;
    int first = Math.toIntExact(place.first());
    for (int i = first; i < first + place.count(); i++) {
      double reach = (double) b[i] - origin[i];
      square += Math.pow((double) a[i] - b[i], 2);
      norm += reach * reach;
    }
    return square == 0 ? 0 : Math.sqrt(square / norm);
  }

  private static double worse(double a, double b) {
    return Double.isNaN(a) || Double.isNaN(b) ? Double.NaN : Math.max(a, b);
  }

  /** The largest of some values; NaN is larger than all. */
  private static final class Worst {
    private double value;
    private String layer = "no layer";

    void add(String name, double candidate) {
      if (!(candidate <= value)) {
        value = worse(value, candidate);
        layer = name;
      }
    }
  }

  @Override
  public String toString() {
    return "loss %.1e, later %.1e, gradient %.1e (%s), movement %.1e (%s), velocity %.1e"
        .formatted(loss, laterLoss, gradient, gradientLayer, movement, movementLayer, velocity);
  }
}
