// SPDX-License-Identifier: Apache-2.0
package io.agegender.report;

import io.agegender.score.metrics.Bootstrap.Interval;
import java.util.List;
import java.util.Optional;

/**
 * One cell of a table, with everything that is known of it.
 *
 * @param key which cell
 * @param schedule the training schedule of its runs; several are joined by a comma
 * @param folds every fold of the protocol, in order, with or without figures
 * @param accuracyInterval by resampling subjects; empty if no fold is scored
 * @param oneOffInterval the same for 1-off; age only
 * @param published the published value; empty for swapped test faces and other crops
 * @param verdict accuracy beside the published one
 * @param oneOffVerdict 1-off beside the published one; age only
 */
public record Cell(
    CellKey key,
    String schedule,
    List<FoldResult> folds,
    Optional<Interval> accuracyInterval,
    Optional<Interval> oneOffInterval,
    Optional<PublishedTable.Cell> published,
    Verdict verdict,
    Optional<Verdict> oneOffVerdict) {
  public Cell {
    folds = List.copyOf(folds);
  }

  /** Over every row; a face that is listed twice counts twice, as published. */
  public Summary rows() {
    return Summary.of(folds, FoldScore::rows);
  }

  /** Over distinct faces. */
  public Summary distinctFaces() {
    return Summary.of(folds, FoldScore::distinctFaces);
  }

  /** The folds that have no figures. */
  public List<FoldResult> missing() {
    return folds.stream().filter(f -> f.score().isEmpty()).toList();
  }
}
