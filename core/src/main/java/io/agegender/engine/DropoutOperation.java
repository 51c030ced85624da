// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine;

import io.agegender.engine.plan.NetworkPlan.PlanStep;
import io.agegender.engine.shape.ChannelCopy;
import io.agegender.engine.shape.DropoutMask;
import io.agegender.network.definition.LayerDefinition.Dropout;

/** Dropout in training, a copy otherwise. */
final class DropoutOperation implements Operation {
  private final Primitives primitives;
  private final Blobs blobs;
  private final PlanStep step;
  private DropoutMask mask;

  DropoutOperation(Primitives primitives, Blobs blobs, PlanStep step) {
    this.primitives = primitives;
    this.blobs = blobs;
    this.step = step;
  }

  @Override
  public void forward(boolean training, long seed) {
    Floats x = blobs.value(step.inputs().get(0));
    Floats y = blobs.value(step.output());
    if (training) {
      mask = DropoutMask.of(seed, step.output(), ((Dropout) step.definition()).ratio());
      primitives.dropout(mask, x, y);
    } else {
      primitives.copyChannels(ChannelCopy.all(x.count()), x, y);
    }
  }

  @Override
  public void backward() {
    Floats dy = blobs.gradient(step.output());
    blobs.give(step.inputs().get(0), dx -> primitives.dropout(mask, dy, dx));
  }
}
