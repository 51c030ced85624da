// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine;

import io.agegender.engine.plan.NetworkPlan.PlanStep;
import io.agegender.engine.shape.Planes;

/** A layer with weights: what it multiplies, bias, ReLU or not. */
record LearnedOperation(
    Primitives primitives,
    Blobs blobs,
    PlanStep step,
    Planes outputs,
    WeightProduct product,
    LearnedPart learned)
    implements Operation {
  @Override
  public void forward(boolean training, long seed) {
    Floats y = blobs.value(step.output());
    product.forward(blobs.value(step.inputs().get(0)), learned.weights(), y);
    primitives.addBias(outputs, learned.biases(), y, step.rectified());
  }

  @Override
  public void backward() {
    int input = step.inputs().get(0);
    Floats dy = blobs.gradient(step.output());
    if (step.rectified()) {
      primitives.reluBackward(blobs.value(step.output()), dy, dy);
    }
    primitives.biasGradient(outputs, dy, learned.biasGradient());
    product.weights(blobs.value(input), dy, learned.weightGradient());
    blobs.give(input, dx -> product.data(learned.weights(), dy, dx));
  }
}
