// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine;

import io.agegender.engine.plan.NetworkPlan.PlanStep;
import io.agegender.engine.shape.ChannelCopy;
import io.agegender.engine.shape.LossShape;
import io.agegender.network.definition.LayerDefinition.SoftmaxLoss;
import java.util.function.Supplier;

/** Softmax with its loss in training, softmax alone otherwise. */
final class HeadOperation implements Operation {
  private final Primitives primitives;
  private final Blobs blobs;
  private final PlanStep step;
  private final LossShape shape;
  private final Supplier<Memory> labels;
  private final Floats losses;
  private final Floats gradient;

  /**
   * @param labels of the batch at hand
   */
  HeadOperation(
      Primitives primitives, Blobs blobs, PlanStep step, LossShape shape, Supplier<Memory> labels) {
    this.primitives = primitives;
    this.blobs = blobs;
    this.step = step;
    this.shape = shape;
    this.labels = labels;
    this.losses = primitives.floats(shape.rows());
    this.gradient = primitives.floats((long) shape.rows() * shape.classes());
  }

  @Override
  public void forward(boolean training, long seed) {
    Floats x = blobs.value(step.inputs().get(0));
    Floats probabilities = blobs.value(step.output());
    if (training && isLoss()) {
      primitives.softmaxLoss(shape, x, labels.get(), probabilities, gradient, losses);
    } else {
      primitives.softmax(shape, x, probabilities);
    }
  }

  @Override
  public void backward() {
    throw new IllegalStateException("a head has no output's gradient: see begin()");
  }

  /** Hands the loss's gradient to the scores. */
  void begin() {
    if (isLoss()) {
      blobs.give(
          step.inputs().get(0),
          // A copy, because the scores may have other readers.
          dx -> primitives.copyChannels(ChannelCopy.all(gradient.count()), gradient, dx));
    }
  }

  /** The mean of the rows' losses, weighted; 0 for a softmax without loss. */
  double loss() {
    float[] rows = new float[shape.rows()];
    primitives.download(losses, rows);
    return mean(rows, 0, rows.length);
  }

  /** The mean of some rows' losses. */
  static double mean(float[] rows, int first, int count) {
    double sum = 0;
    for (int i = first; i < first + count; i++) {
      sum += rows[i];
    }
    return sum / count;
  }

  /** The losses of the last pass's rows, weighted. */
  Floats losses() {
    return losses;
  }

  String layer() {
    return step.definition().name();
  }

  Floats probabilities() {
    return blobs.value(step.output());
  }

  private boolean isLoss() {
    return step.definition() instanceof SoftmaxLoss;
  }
}
