// SPDX-License-Identifier: Apache-2.0
package io.agegender.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Folds of one cell that have no figures, all for one reason: a sweep may lack hundreds.
 *
 * @param key whose
 * @param why for what reason
 * @param folds test folds, ascending
 */
public record MissingFolds(CellKey key, Why why, List<Integer> folds) {
  /**
   * The reason.
   *
   * @param state what there is of the folds
   * @param reason in words
   */
  public record Why(FoldState state, String reason) {}

  /** Those of all cells, in the order of the cells. */
  public static List<MissingFolds> of(Results results) {
    return results.cells().stream().flatMap(MissingFolds::of).toList();
  }

  private static Stream<MissingFolds> of(Cell cell) {
    Map<Why, List<Integer>> folds =
        cell.folds().stream()
            .filter(fold -> fold.score().isEmpty())
            .collect(
                Collectors.groupingBy(
                    fold -> new Why(fold.state(), fold.reason()),
                    LinkedHashMap::new,
                    Collectors.mapping(FoldResult::testFold, Collectors.toList())));
    return folds.entrySet().stream()
        .map(entry -> new MissingFolds(cell.key(), entry.getKey(), entry.getValue()));
  }

  /** {@code 2, 3, 4}. */
  public String foldsInWords() {
    return folds.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
