// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine;

import io.agegender.engine.shape.ChannelCopy;
import java.util.List;

/** Losses of passes, kept on the device until they are asked for: no pass waits for another. */
final class LossHistory {
  private final Primitives primitives;
  private final List<HeadOperation> heads;
  private final int rows;
  private Floats kept;
  private int passes;

  /**
   * @param rows pictures in a batch
   */
  LossHistory(Primitives primitives, List<HeadOperation> heads, int rows) {
    this.primitives = primitives;
    this.heads = heads;
    this.rows = rows;
    this.kept = primitives.floats(0);
  }

  /** Forgets all, and makes room for so many passes. */
  void begin(int count) {
    passes = 0;
    long numbers = (long) count * heads.size() * rows;
    if (kept.count() < numbers) {
      kept = primitives.floats(numbers);
    }
  }

  /** Keeps the losses of the pass before. */
  void keep() {
    for (HeadOperation head : heads) {
      long first = ((long) passes * heads.size() + heads.indexOf(head)) * rows;
      primitives.copyChannels(ChannelCopy.all(rows), head.losses(), kept.part(first, rows));
    }
    passes++;
  }

  /** The loss of each pass; waits for them. */
  double[] losses() {
    float[] values = new float[Math.toIntExact((long) passes * heads.size() * rows)];
    primitives.download(kept.part(0, values.length), values);
    double[] losses = new double[passes];
    for (int pass = 0; pass < passes; pass++) {
      for (int head = 0; head < heads.size(); head++) {
        losses[pass] += HeadOperation.mean(values, (pass * heads.size() + head) * rows, rows);
      }
    }
    return losses;
  }
}
