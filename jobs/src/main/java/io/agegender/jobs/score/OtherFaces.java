// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.score;

import io.agegender.adience.Alignment;
import io.agegender.adience.Labels;
import io.agegender.adience.Target;
import io.agegender.dataset.Dataset;
import io.agegender.dataset.format.Sample;
import io.agegender.dataset.format.Subset;
import io.agegender.foundation.error.UsageException;
import java.util.List;
import java.util.OptionalInt;

/**
 * Which faces of another dataset than the run was trained on.
 *
 * @param fold a test fold of that dataset; empty: all faces
 */
public record OtherFaces(OptionalInt fold) {
  private static final String ALL = "all";

  /**
   * Reads an option.
   *
   * @param text {@code all}, or a fold 0 to 4
   * @throws UsageException if it is neither
   */
  public static OtherFaces of(String text) {
    if (text.equals(ALL)) {
      return new OtherFaces(OptionalInt.empty());
    }
    if (!text.matches("[0-4]")) {
      throw new UsageException(
          "--other-faces %s: use all, or the test fold 0 to 4 of the other dataset"
              .formatted(text));
    }
    return new OtherFaces(OptionalInt.of(Integer.parseInt(text)));
  }

  /** Such as {@code all faces} or {@code test fold 3}. */
  String words() {
    return fold.isPresent() ? "test fold " + fold.getAsInt() : "all faces";
  }

  /** For file names. */
  String key() {
    return fold.isPresent() ? "fold-" + fold.getAsInt() : ALL;
  }

  /**
   * The faces, each once.
   *
   * @throws UsageException if none has a class for the target
   */
  List<Sample> of(Dataset data, Target target, Alignment alignment) {
    List<Sample> samples =
        fold.isPresent()
            ? data.split(target, alignment, fold.getAsInt(), Subset.TEST)
            : data.faces().stream()
                .filter(face -> face.alignment() == alignment)
                .filter(face -> face.label(target) != Labels.NO_CLASS)
                .map(face -> new Sample(face.id(), face.label(target)))
                .toList();
    if (samples.isEmpty()) {
      throw new UsageException(
          "%s: %s has no %s face with a class of %s; its alignments are %s. Give another one as --test-alignment"
              .formatted(
                  data.root(),
                  words(),
                  alignment.key(),
                  target.key(),
                  data.manifest().alignments().stream().map(Alignment::key).toList()));
    }
    return samples;
  }
}
