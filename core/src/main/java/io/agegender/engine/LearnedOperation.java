// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine;

import io.agegender.engine.plan.NetworkPlan.PlanStep;
import io.agegender.engine.plan.ParameterLayout.LayerPlace;
import io.agegender.engine.shape.Planes;

/** A layer with weights: what it multiplies, bias, ReLU or not. */
record LearnedOperation(
    Primitives primitives,
    Blobs blobs,
    PlanStep step,
    Planes outputs,
    WeightProduct product,
    Part learned)
    implements Operation {
  /** A layer's part of the parameters and of their gradients. */
  record Part(Floats weights, Floats biases, Floats weightGradient, Floats biasGradient) {
    static Part of(LayerPlace place, Floats parameters, Floats gradients) {
      long weight = place.weights().first();
      long bias = place.biases().first();
      return new Part(
          parameters.part(weight, place.weights().count()),
          parameters.part(bias, place.biases().count()),
          gradients.part(weight, place.weights().count()),
          gradients.part(bias, place.biases().count()));
    }
  }

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
