// SPDX-License-Identifier: Apache-2.0
package io.agegender.score;

import io.agegender.foundation.error.UsageException;
import io.agegender.run.RunDirectory;
import java.util.List;

/** Which snapshots of a run are scored. */
public enum Snapshots {
  /** The newest one. */
  LAST,
  /** Every one that is still there. */
  ALL;

  /**
   * The chosen iterations, ascending.
   *
   * @throws UsageException if the run has no checkpoint
   */
  public List<Integer> of(RunDirectory run) {
    List<Integer> iterations = run.checkpoints().iterations();
    if (iterations.isEmpty()) {
      throw new UsageException(
          "%s has no checkpoint: train it first, or wait for its first one".formatted(run.path()));
    }
    return this == ALL ? iterations : iterations.subList(iterations.size() - 1, iterations.size());
  }
}
