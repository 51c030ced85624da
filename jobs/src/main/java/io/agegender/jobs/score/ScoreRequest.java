// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.score;

import io.agegender.adience.Alignment;
import io.agegender.dataset.format.Subset;
import io.agegender.foundation.error.UsageException;
import io.agegender.run.RunSettings;
import io.agegender.score.Protocol;
import io.agegender.score.Snapshots;
import java.util.Optional;

/**
 * What of a run is scored.
 *
 * @param snapshots which checkpoints
 * @param subset the test list, or the validation list for choosing snapshots
 * @param alignment how the faces are turned; empty: those of the published table for test, those
 *     trained on for validation
 */
public record ScoreRequest(Snapshots snapshots, Subset subset, Optional<Alignment> alignment) {
  /** The newest checkpoint on the published test faces. */
  public static final ScoreRequest PUBLISHED =
      new ScoreRequest(Snapshots.LAST, Subset.TEST, Optional.empty());

  /**
   * @throws UsageException if the list is neither test nor validation, or mixed test faces are
   *     asked for
   */
  public ScoreRequest {
    if (subset != Subset.TEST && subset != Subset.VAL) {
      throw new UsageException(
          "cannot score the list '%s': use test or val".formatted(subset.key()));
    }
    if (subset == Subset.TEST && alignment.filter(a -> a == Alignment.MIXED).isPresent()) {
      throw new UsageException(
          "mixed is not a test set: every face would count twice; use aligned or unaligned");
    }
  }

  /** The faces for one run. */
  Alignment alignmentFor(RunSettings run) {
    return alignment.orElse(
        subset == Subset.TEST ? Protocol.testAlignment(run.name().alignment()) : run.trainedOn());
  }
}
