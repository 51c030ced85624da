// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli.option;

import io.agegender.adience.Alignment;
import io.agegender.dataset.format.Subset;
import io.agegender.foundation.error.Choice;
import io.agegender.jobs.score.ScoreRequest;
import io.agegender.score.Snapshots;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A mixin: which snapshots of a run meet which faces. */
public final class TestedFaces {
  @Option(
      names = "--test-alignment",
      paramLabel = "ALIGNMENT",
      description =
          "Aligned or unaligned faces (default: as published; mixed models on unaligned).")
  private String alignment;

  @Option(
      names = "--snapshots",
      defaultValue = "last",
      paramLabel = "WHICH",
      description = "last, or all that are still there (default: ${DEFAULT-VALUE}).")
  private String snapshots;

  @Option(
      names = "--list",
      defaultValue = "test",
      paramLabel = "LIST",
      description = "test, or val for choosing snapshots (default: ${DEFAULT-VALUE}).")
  private String list;

  /**
   * The choice.
   *
   * @throws io.agegender.foundation.error.UsageException if one of them is not known
   */
  public ScoreRequest request() {
    return new ScoreRequest(
        Choice.of(Snapshots.class, "--snapshots", snapshots),
        Choice.of(Subset.class, "--list", list),
        Optional.ofNullable(alignment).map(Alignment::of));
  }
}
