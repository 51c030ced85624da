// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine;

import io.agegender.engine.plan.NetworkPlan.PlanStep;
import io.agegender.engine.shape.LrnShape;

/** Local response normalisation. */
record LrnOperation(Primitives primitives, Blobs blobs, PlanStep step, LrnShape shape, Floats scale)
    implements Operation {
  @Override
  public void forward(boolean training, long seed) {
    primitives.lrn(shape, blobs.value(step.inputs().get(0)), blobs.value(step.output()), scale);
  }

  @Override
  public void backward() {
    int input = step.inputs().get(0);
    Floats y = blobs.value(step.output());
    Floats dy = blobs.gradient(step.output());
    blobs.give(input, dx -> primitives.lrnBackward(shape, blobs.value(input), y, scale, dy, dx));
  }
}
