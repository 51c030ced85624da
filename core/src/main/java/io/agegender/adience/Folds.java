// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience;

import io.agegender.foundation.error.UsageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rows of all folds that are there.
 *
 * @param ids the folds in ascending order
 * @param rows the usable rows, fold by fold, in the order of the files
 * @param rejects the rows that cannot be used
 */
public record Folds(List<Integer> ids, List<FoldRow> rows, List<RowReject> rejects) {
  /**
   * Puts the folds together and rejects the rows that contradict each other.
   *
   * @param files at least two folds, in ascending order
   * @throws UsageException if there are fewer than two folds, or a subject or a photo is in two
   *     folds: a test on one of them would then be a test on training data
   */
  public static Folds of(List<FoldFile> files) {
    if (files.size() < 2) {
      throw new UsageException(
          "%d fold file(s) found; testing on one fold and training on others takes at least two of %s to %s"
              .formatted(files.size(), FoldFile.name(0), FoldFile.name(FoldFile.FOLDS - 1)));
    }
    List<FoldRow> all = files.stream().flatMap(f -> f.rows().stream()).toList();
    refuseSharing("subject", all.stream().collect(Collectors.groupingBy(FoldRow::subject)));
    refuseSharing(
        "photo", all.stream().collect(Collectors.groupingBy(r -> r.user() + "/" + r.photo())));
    Set<FaceKey> conflicting = conflicting(all);
    List<RowReject> rejects = new ArrayList<>();
    files.forEach(f -> rejects.addAll(f.rejects()));
    List<FoldRow> rows = new ArrayList<>();
    for (FoldRow row : all) {
      if (conflicting.contains(row.face())) {
        rejects.add(
            new RowReject(
                row.fold(),
                row.line(),
                RowReason.CONFLICTING_LABELS,
                "age '%s', gender '%s' differ from another row of the same face"
                    .formatted(row.age(), row.gender())));
      } else {
        rows.add(row);
      }
    }
    return new Folds(
        files.stream().map(FoldFile::fold).toList(), List.copyOf(rows), List.copyOf(rejects));
  }

  /** The number of rows, usable or not. */
  public int rowsIn() {
    return rows.size() + rejects.size();
  }

  private static Set<FaceKey> conflicting(List<FoldRow> rows) {
    Map<FaceKey, FoldRow> first = new HashMap<>();
    Set<FaceKey> conflicting = new HashSet<>();
    for (FoldRow row : rows) {
      FoldRow other = first.putIfAbsent(row.face(), row);
      if (other != null
          && !(other.age().equals(row.age()) && other.gender().equals(row.gender()))) {
        conflicting.add(row.face());
      }
    }
    return conflicting;
  }

  private static void refuseSharing(String what, Map<String, List<FoldRow>> groups) {
    List<String> shared =
        groups.entrySet().stream()
            .filter(e -> e.getValue().stream().mapToInt(FoldRow::fold).distinct().count() > 1)
            .map(e -> describe(e.getKey(), e.getValue()))
            .sorted()
            .toList();
    if (!shared.isEmpty()) {
      throw new UsageException(
          "%d %s(s) are in more than one fold, so test faces would be trained on: %s%s. Move their rows into one fold"
              .formatted(
                  shared.size(),
                  what,
                  shared.stream().limit(5).collect(Collectors.joining("; ")),
                  shared.size() > 5 ? "; ..." : ""));
    }
  }

  private static String describe(String key, List<FoldRow> rows) {
    FoldRow first = rows.get(0);
    FoldRow other = rows.stream().filter(r -> r.fold() != first.fold()).findFirst().orElseThrow();
    return "%s (%s, %s)".formatted(key, first.where(), other.where());
  }
}
