// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine;

import io.agegender.engine.plan.NetworkPlan.PlanStep;
import io.agegender.engine.shape.PoolShape;

/** Pooling by maximum. */
record MaxPoolOperation(
    Primitives primitives, Blobs blobs, PlanStep step, PoolShape shape, Memory places)
    implements Operation {
  @Override
  public void forward(boolean training, long seed) {
    Floats x = blobs.value(step.inputs().get(0));
    primitives.maxPool(shape, x, blobs.value(step.output()), places);
  }

  @Override
  public void backward() {
    Floats dy = blobs.gradient(step.output());
    blobs.give(step.inputs().get(0), dx -> primitives.maxPoolBackward(shape, dy, places, dx));
  }
}
