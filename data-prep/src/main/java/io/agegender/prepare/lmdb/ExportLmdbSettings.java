// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare.lmdb;

import io.agegender.adience.Alignment;
import io.agegender.adience.Target;
import io.agegender.dataset.format.Subset;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.Choice;
import io.agegender.foundation.error.UsageException;
import java.util.List;

/**
 * Which lists {@code export-lmdb} writes: section {@code export-lmdb} of the configuration.
 *
 * @param targets age, gender or both
 * @param alignments empty: all that the dataset has
 * @param testFolds empty: all that the dataset has
 * @param subsets which of the lists
 */
public record ExportLmdbSettings(
    List<Target> targets,
    List<Alignment> alignments,
    List<Integer> testFolds,
    List<Subset> subsets) {
  public ExportLmdbSettings {
    targets = List.copyOf(targets);
    alignments = List.copyOf(alignments);
    testFolds = List.copyOf(testFolds);
    subsets = List.copyOf(subsets);
    if (targets.isEmpty() || subsets.isEmpty()) {
      throw new UsageException(
          "export-lmdb.targets and export-lmdb.subsets must name at least one each");
    }
  }

  /**
   * Reads the section {@code export-lmdb}.
   *
   * @throws UsageException if a name in it is unknown
   */
  public static ExportLmdbSettings read(SettingsReader settings) {
    SettingsReader export = settings.section("export-lmdb");
    return new ExportLmdbSettings(
        export.list("targets", Target::of),
        export.list("alignments", Alignment::of),
        export.wholes("test-folds", 0, 4),
        export.list("subsets", key -> Choice.of(Subset.class, "list", key)));
  }
}
