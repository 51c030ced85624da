// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine;

import io.agegender.engine.plan.NetworkPlan.PlanStep;

/** A ReLU that is not a part of the layer before it. */
record ReluOperation(Primitives primitives, Blobs blobs, PlanStep step) implements Operation {
  @Override
  public void forward(boolean training, long seed) {
    primitives.relu(blobs.value(step.inputs().get(0)), blobs.value(step.output()));
  }

  @Override
  public void backward() {
    blobs.give(
        step.inputs().get(0),
        dx ->
            primitives.reluBackward(blobs.value(step.output()), blobs.gradient(step.output()), dx));
  }
}
