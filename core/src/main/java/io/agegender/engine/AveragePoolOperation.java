// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine;

import io.agegender.engine.plan.NetworkPlan.PlanStep;
import io.agegender.engine.shape.PoolShape;

/** Pooling by mean. */
record AveragePoolOperation(Primitives primitives, Blobs blobs, PlanStep step, PoolShape shape)
    implements Operation {
  @Override
  public void forward(boolean training, long seed) {
    primitives.averagePool(shape, blobs.value(step.inputs().get(0)), blobs.value(step.output()));
  }

  @Override
  public void backward() {
    Floats dy = blobs.gradient(step.output());
    blobs.give(step.inputs().get(0), dx -> primitives.averagePoolBackward(shape, dy, dx));
  }
}
