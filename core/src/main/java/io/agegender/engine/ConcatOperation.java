// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine;

import io.agegender.engine.plan.NetworkPlan.PlanStep;
import io.agegender.engine.shape.ChannelCopy;
import io.agegender.engine.shape.ChannelCopy.Side;
import io.agegender.engine.shape.Planes;
import java.util.List;

/**
 * Joins channels.
 *
 * @param inputs shapes of the blobs that are joined
 */
record ConcatOperation(Primitives primitives, Blobs blobs, PlanStep step, List<Planes> inputs)
    implements Operation {
  @Override
  public void forward(boolean training, long seed) {
    for (int i = 0; i < inputs.size(); i++) {
      Planes in = inputs.get(i);
      primitives.copyChannels(
          new ChannelCopy(in.pictures(), in.area(), in.channels(), part(i), whole(i)),
          blobs.value(step.inputs().get(i)),
          blobs.value(step.output()));
    }
  }

  @Override
  public void backward() {
    for (int i = 0; i < inputs.size(); i++) {
      Planes in = inputs.get(i);
      ChannelCopy copy =
          new ChannelCopy(in.pictures(), in.area(), in.channels(), whole(i), part(i));
      blobs.give(
          step.inputs().get(i),
          dx -> primitives.copyChannels(copy, blobs.gradient(step.output()), dx));
    }
  }

  private Side part(int input) {
    return new Side(inputs.get(input).channels(), 0);
  }

  private Side whole(int input) {
    int first = inputs.subList(0, input).stream().mapToInt(Planes::channels).sum();
    return new Side(inputs.stream().mapToInt(Planes::channels).sum(), first);
  }
}
