// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset.build;

import io.agegender.adience.Alignment;
import io.agegender.adience.FoldRow;
import io.agegender.adience.Folds;
import io.agegender.adience.Labels;
import io.agegender.adience.Target;
import io.agegender.adience.split.Split;
import io.agegender.dataset.format.Reject;
import io.agegender.foundation.error.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * Where the faces of a dataset come from: rows with subject, labels and fold, lists of them, and
 * what cannot be used. {@link DatasetBuilder} makes the dataset. A source whose pictures one JVM
 * can read is a {@link PictureSource}.
 */
public interface DatasetSource {
  /** The rows of all folds. */
  Folds folds();

  /** Which labels of the rows count as which class. */
  Labels labels();

  /** The alignments that pictures are stored of, in the order of the index. */
  List<Alignment> stored();

  /** The alignments that lists are made for, in enum order: mixed, too, if both are stored. */
  default List<Alignment> alignments() {
    List<Alignment> alignments = new ArrayList<>(stored());
    if (alignments.containsAll(Alignment.MIXED.parts())) {
      alignments.add(Alignment.MIXED);
    }
    return List.copyOf(alignments);
  }

  /**
   * The lists of a test fold, whatever becomes of the pictures.
   *
   * @throws UsageException if they cannot be made
   */
  Split split(Target target, Alignment alignment, int testFold);

  /** The targets whose training lists mean images are made of: the first that has a face. */
  List<Target> meanTargets();

  /** Why a sound row with a class is in no test list. */
  Accounting.LeftOut unused();

  /** Whether a row stands for a picture in a stored alignment. */
  default boolean pictured(FoldRow row, Alignment alignment) {
    return true;
  }

  /** Pictures that are stored, but in no list, because they show what another fold shows. */
  default Set<FaceImage> sharedPixels() {
    return Set.of();
  }

  /** Whole sentences on what the source took for granted, for the accounting's text. */
  default List<String> notes() {
    return List.of();
  }

  /** Entries that the source's own rules leave out; they are not part of the accounting of rows. */
  default List<Reject> leftOut() {
    return List.of();
  }

  /** Entries of the source that name no row. */
  default List<Reject> rejects() {
    return List.of();
  }

  /** Paths of pictures that no row names. */
  default List<String> unlisted() {
    return List.of();
  }

  /** The settings that the dataset depends on, for the manifest. */
  SortedMap<String, String> provenance();
}
