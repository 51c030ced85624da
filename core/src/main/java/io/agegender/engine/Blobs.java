// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine;

import io.agegender.engine.plan.NetworkPlan;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** The blobs of one batch and their gradients. */
final class Blobs {
  private final List<NetworkPlan.Blob> plan;
  private final Primitives primitives;
  private final Floats[] values;
  private final Floats[] gradients;
  private final boolean[] given;

  /** What the second and later readers of a blob write before it is added. */
  private final Floats scratch;

  Blobs(NetworkPlan network, int pictures, Primitives primitives, boolean trains) {
    this.plan = network.blobs();
    this.primitives = primitives;
    this.values = new Floats[plan.size()];
    this.gradients = new Floats[plan.size()];
    this.given = new boolean[plan.size()];
    int[] readers = new int[plan.size()];
    network.steps().forEach(step -> step.inputs().forEach(input -> readers[input]++));
    long shared = 0;
    for (int i = 0; i < values.length; i++) {
      NetworkPlan.Blob blob = plan.get(i);
      long count = blob.shape().count() * pictures;
      values[i] = primitives.floats(count);
      if (trains && blob.learns()) {
        gradients[i] = primitives.floats(count);
        shared = readers[i] > 1 ? Math.max(shared, count) : shared;
      }
    }
    scratch = primitives.floats(shared);
  }

  Floats value(int blob) {
    return values[blob];
  }

  /** The gradient that the readers of a blob have given. */
  Floats gradient(int blob) {
    return gradients[blob];
  }

  void beginBackward() {
    Arrays.fill(given, false);
  }

  /** Whether a loss depends on the blob. */
  boolean isGiven(int blob) {
    return given[blob];
  }

  /**
   * Takes a reader's part of a blob's gradient, if anybody needs it.
   *
   * @param writer overwrites what it is handed
   */
  void give(int blob, Consumer<Floats> writer) {
    if (!plan.get(blob).learns()) {
      return;
    }
    if (given[blob]) {
      Floats part = scratch.part(0, gradients[blob].count());
      writer.accept(part);
      primitives.add(part, gradients[blob]);
    } else {
      writer.accept(gradients[blob]);
      given[blob] = true;
    }
  }
}
