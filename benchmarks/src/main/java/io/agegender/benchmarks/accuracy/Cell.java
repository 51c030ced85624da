// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.accuracy;

import io.agegender.foundation.error.Choice;
import io.agegender.run.BatchMode;

/**
 * One way to train.
 *
 * @param workers W, at least 1
 * @param interval K, steps between two averagings, at least 1; without meaning for one worker
 * @param batchMode whether the workers share a batch; without meaning for one worker
 */
record Cell(int workers, int interval, BatchMode batchMode) {
  /** What all others are compared with: nothing is averaged. */
  static final Cell ALONE = new Cell(1, 1, BatchMode.SPLIT);

  boolean isAlone() {
    return workers == 1;
  }

  /** Such as {@code W = 4, K = 10, split}. */
  String title() {
    return isAlone()
        ? "W = 1"
        : "W = %d, K = %d, %s".formatted(workers, interval, Choice.key(batchMode));
  }
}
