// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare.lmdb;

import io.agegender.adience.Alignment;
import io.agegender.adience.Target;
import io.agegender.dataset.format.Subset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which list an LMDB holds.
 *
 * @param alignment mixed, too
 * @param testFold the fold that is tested on
 * @param target age or gender
 * @param subset the list
 */
record LmdbList(Alignment alignment, int testFold, Target target, Subset subset) {
  /**
   * Its folder in the original's tree: {@code
   * lmdb[_unaligned|_mixed]/Test_fold_is_<k>/<target>_<list>_lmdb}.
   */
  String folder() {
    return String.format(
        Locale.ROOT,
        "%s/Test_fold_is_%d/%s_%s_lmdb",
        root(alignment),
        testFold,
        target.key(),
        subset.key().replace('-', '_'));
  }

  /** The folder of an alignment in the original's tree. */
  static String root(Alignment alignment) {
    return "lmdb" + alignment.suffix();
  }

  /** Every list that a tree with these folds can have, tests first. */
  static List<LmdbList> all(List<Alignment> alignments, List<Integer> testFolds) {
    List<LmdbList> all = new ArrayList<>();
    for (Subset subset : List.of(Subset.TEST, Subset.TRAIN, Subset.VAL, Subset.TRAIN_SUBSET)) {
      for (Alignment alignment : alignments) {
        for (int testFold : testFolds) {
          for (Target target : Target.values()) {
            all.add(new LmdbList(alignment, testFold, target, subset));
          }
        }
      }
    }
    return all;
  }

  @Override
  public String toString() {
    return folder();
  }
}
