// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare.lmdb;

import io.agegender.adience.Alignment;
import io.agegender.adience.FoldFile;
import io.agegender.dataset.format.Subset;
import io.agegender.foundation.error.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which of the original's LMDBs are in a folder.
 *
 * @param root holds {@code lmdb}, {@code lmdb_unaligned}, {@code lmdb_mixed} or some of them
 * @param alignments those that are imported, in enum order
 * @param testFolds those that are imported, ascending; every alignment has them
 * @param lists the LMDBs that are there, tests first
 * @param missing the train, val and test lists that are not there
 * @param origin what the numbers of classes stand for
 */
record LmdbTree(
    Path root,
    List<Alignment> alignments,
    List<Integer> testFolds,
    List<LmdbList> lists,
    List<LmdbList> missing,
    LmdbOrigin origin) {

  /**
   * @throws UsageException if there is no such folder, nothing to import in it, or an alignment
   *     lacks a test fold
   */
  static LmdbTree find(Path root, ImportLmdbSettings settings) {
    if (!Files.isDirectory(root)) {
      throw new UsageException(
          "%s: no such directory; name the one with lmdb in it".formatted(root));
    }
    List<Alignment> alignments =
        settings.alignments().isEmpty()
            ? Stream.of(Alignment.values())
                .filter(a -> Files.isDirectory(root.resolve(LmdbList.root(a))))
                .toList()
            : settings.alignments();
    List<Integer> testFolds =
        settings.testFolds().isEmpty()
            ? IntStream.range(0, FoldFile.FOLDS)
                .filter(fold -> alignments.stream().anyMatch(a -> !there(root, a, fold).isEmpty()))
                .boxed()
                .toList()
            : settings.testFolds();
    if (alignments.isEmpty() || testFolds.isEmpty()) {
      throw new UsageException(
          "%s has none of the original's LMDBs, such as %s; name the directory above lmdb, lmdb_unaligned and lmdb_mixed"
              .formatted(root, LmdbList.all(List.of(Alignment.ALIGNED), List.of(0)).get(0)));
    }
    List<LmdbList> lists = new ArrayList<>();
    for (LmdbList list : LmdbList.all(alignments, testFolds)) {
      if (isThere(root, list)) {
        lists.add(list);
      }
    }
    refuseHoles(root, alignments, testFolds);
    List<LmdbList> missing =
        LmdbList.all(alignments, testFolds).stream()
            .filter(list -> list.subset() != Subset.TRAIN_SUBSET && !lists.contains(list))
            .toList();
    return new LmdbTree(
        root, alignments, testFolds, List.copyOf(lists), missing, LmdbOrigin.beside(root));
  }

  LmdbReader open(LmdbList list) {
    return LmdbReader.open(root.resolve(list.folder()));
  }

  /** A dataset has lists of every alignment for every test fold. */
  private static void refuseHoles(Path root, List<Alignment> alignments, List<Integer> testFolds) {
    String holes =
        alignments.stream()
            .flatMap(
                alignment ->
                    testFolds.stream()
                        .filter(
                            fold ->
                                there(root, alignment, fold).stream()
                                    .noneMatch(list -> list.subset() == Subset.TRAIN))
                        .map(
                            fold ->
                                String.format(
                                    Locale.ROOT,
                                    "%s/Test_fold_is_%d",
                                    LmdbList.root(alignment),
                                    fold)))
            .collect(Collectors.joining(", "));
    if (!holes.isEmpty()) {
      throw new UsageException(
          "%s has no training LMDB in %s: add it, or name what to import with import-lmdb.alignments and import-lmdb.test-folds"
              .formatted(root, holes));
    }
  }

  private static List<LmdbList> there(Path root, Alignment alignment, int fold) {
    return LmdbList.all(List.of(alignment), List.of(fold)).stream()
        .filter(list -> isThere(root, list))
        .toList();
  }

  private static boolean isThere(Path root, LmdbList list) {
    return Files.isDirectory(root.resolve(list.folder()));
  }
}
