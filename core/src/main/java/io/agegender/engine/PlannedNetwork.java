// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine;

import io.agegender.engine.plan.NetworkPlan;
import io.agegender.engine.plan.NetworkPlan.PlanStep;
import io.agegender.engine.plan.ParameterLayout.Segment;
import io.agegender.engine.shape.CropShape;
import io.agegender.engine.shape.SolverStep;
import java.util.ArrayList;
import java.util.List;

/**
 * A network on the memory of some primitives, for batches of one size. Parameters, velocities and
 * gradients are vectors in DL4J's order ({@link NetworkPlan#layout}). Not thread-safe. Closing it
 * closes the primitives, and so does a constructor that fails.
 */
public final class PlannedNetwork implements AutoCloseable {
  private final NetworkPlan plan;
  private final Primitives primitives;
  private final Floats parameters;
  private final Floats velocities;
  private final Floats gradients;
  private final Blobs blobs;
  private final Memory uploaded;
  private final LossHistory history;
  private final Segments segments;
  private final List<Operation> operations = new ArrayList<>();
  private final List<HeadOperation> heads = new ArrayList<>();
  private Memory labels;

  /**
   * A network that can be trained.
   *
   * @param pictures in a batch, at least 1
   */
  public PlannedNetwork(NetworkPlan plan, int pictures, Primitives primitives) {
    this(plan, pictures, primitives, true);
  }

  /**
   * A network that predicts only: without velocities and gradients.
   *
   * @param pictures in a batch, at least 1
   */
  public static PlannedNetwork forPredictions(
      NetworkPlan plan, int pictures, Primitives primitives) {
    return new PlannedNetwork(plan, pictures, primitives, false);
  }

  private PlannedNetwork(NetworkPlan plan, int pictures, Primitives primitives, boolean trains) {
    this.plan = plan;
    this.primitives = primitives;
    try {
      this.parameters = primitives.floats(plan.layout().count());
      this.velocities = primitives.floats(trains ? plan.layout().count() : 0);
      this.uploaded = primitives.ints(pictures);
      this.labels = uploaded;
      this.segments = segments(plan.layout().segments());
      Operations factory = new Operations(plan, pictures, primitives, parameters, trains);
      this.blobs = factory.blobs();
      this.gradients = factory.gradients();
      for (PlanStep step : plan.steps()) {
        Operation operation = factory.of(step, () -> labels);
        operations.add(operation);
        if (operation instanceof HeadOperation head) {
          heads.add(head);
        }
      }
      this.history = new LossHistory(primitives, heads, pictures);
    } catch (RuntimeException e) {
      // Nobody else has them: a device keeps its memory until it is told.
      try (primitives) {
        throw e;
      }
    }
  }

  /** Replaces weights and biases. */
  public void parameters(float[] values) {
    primitives.upload(values, parameters);
  }

  /** All weights and biases. */
  public float[] parameters() {
    return download(parameters);
  }

  /** Replaces the momentum's state. */
  public void velocities(float[] values) {
    primitives.upload(values, velocities);
  }

  /** The momentum's state. */
  public float[] velocities() {
    return download(velocities);
  }

  /** The gradients of the mean loss that the last backward pass made. */
  public float[] gradients() {
    return download(gradients);
  }

  /**
   * @param pictures (N, channels, size, size), mean subtracted
   * @param classes the right class of each picture
   */
  public void batch(float[] pictures, int[] classes) {
    primitives.upload(pictures, blobs.value(0));
    primitives.upload(classes, uploaded);
    labels = uploaded;
  }

  /**
   * Makes the next batch of records that are on the device already, as {@link Primitives#prepare}
   * says; the memory of the classes is read by the passes that follow.
   *
   * @param classes ints (N): the right class of each picture
   */
  public void batch(CropShape shape, Memory records, Floats mean, Memory draws, Memory classes) {
    primitives.prepare(shape, records, mean, draws, blobs.value(0));
    labels = classes;
  }

  /**
   * Forward and backward pass.
   *
   * @param seed of the dropout masks
   */
  public void pass(long seed) {
    operations.forEach(operation -> operation.forward(true, seed));
    blobs.beginBackward();
    for (int i = operations.size() - 1; i >= 0; i--) {
      if (operations.get(i) instanceof HeadOperation head) {
        head.begin();
      } else if (blobs.isGiven(plan.steps().get(i).output())) {
        operations.get(i).backward();
      }
    }
  }

  /** Makes room for the losses of so many passes. */
  public void beginLosses(int passes) {
    history.begin(passes);
  }

  /** Keeps the loss of the pass before on the device, without waiting for it. */
  public void keepLoss() {
    history.keep();
  }

  /** The losses that were kept since {@link #beginLosses}, as {@link #loss} has them. */
  public double[] losses() {
    return history.losses();
  }

  /** The loss of the last pass: the sum over heads of their weighted means. */
  public double loss() {
    return heads.stream().mapToDouble(HeadOperation::loss).sum();
  }

  /** Moves the parameters by the last pass's gradients, which also take in the weight decay. */
  public void update(SolverStep step) {
    primitives.update(step, segments, parameters, velocities, gradients);
  }

  /**
   * Class probabilities (N, classes) of the batch, without dropout.
   *
   * @param head name of the loss or softmax
   */
  public float[] predict(String head) {
    operations.forEach(operation -> operation.forward(false, 0));
    return heads.stream()
        .filter(operation -> operation.layer().equals(head))
        .map(operation -> download(operation.probabilities()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no output '%s'".formatted(head)));
  }

  /** The blob that a layer made in the last pass, batch first. */
  public float[] blob(String layer) {
    for (int i = 0; i < plan.blobs().size(); i++) {
      if (plan.blobs().get(i).layer().equals(layer)) {
        return download(blobs.value(i));
      }
    }
    throw new IllegalArgumentException("no blob of a layer '%s'".formatted(layer));
  }

  @Override
  public void close() {
    primitives.close();
  }

  private Segments segments(List<Segment> parts) {
    int[] firsts = new int[parts.size()];
    float[] rates = new float[parts.size()];
    float[] decays = new float[parts.size()];
    for (int i = 0; i < firsts.length; i++) {
      firsts[i] = Math.toIntExact(parts.get(i).first());
      rates[i] = (float) parts.get(i).rate();
      decays[i] = (float) parts.get(i).decay();
    }
    Memory places = primitives.ints(firsts.length);
    Floats rate = primitives.floats(firsts.length);
    Floats decay = primitives.floats(firsts.length);
    primitives.upload(firsts, places);
    primitives.upload(rates, rate);
    primitives.upload(decays, decay);
    return new Segments(places, rate, decay);
  }

  private float[] download(Floats from) {
    float[] values = new float[Math.toIntExact(from.count())];
    primitives.download(from, values);
    return values;
  }
}
