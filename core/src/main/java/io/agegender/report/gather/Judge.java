// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.gather;

import io.agegender.report.CellKey;
import io.agegender.report.FoldResult;
import io.agegender.report.FoldScore;
import io.agegender.report.PublishedTable;
import io.agegender.report.ReportSettings;
import io.agegender.report.Summary;
import io.agegender.report.Verdict;
import io.agegender.score.Protocol;
import io.agegender.score.metrics.FoldStatistic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts cells beside the published table. */
final class Judge {
  private static final String MADE_UP = "made-up faces: the dataset was drawn by sample-data";

  private final PublishedTable table;
  private final ReportSettings settings;

  Judge(PublishedTable table, ReportSettings settings) {
    this.table = table;
    this.settings = settings;
  }

  /** The published value that a cell can stand beside; none beside faces of a table. */
  Optional<PublishedTable.Cell> published(CellKey key, Collection<RunResult> runs) {
    return key.home() && key.cropMode() == table.cropMode() && !otherFaces(runs)
        ? table.cell(key.run())
        : Optional.empty();
  }

  Verdict accuracy(CellKey key, List<FoldResult> folds, Collection<RunResult> runs) {
    return published(key, runs)
        .map(
            cell ->
                Verdict.of(
                    Summary.of(folds, FoldScore::rows).accuracy().mean(),
                    cell.accuracy(),
                    settings.tolerancePoints(),
                    obstacles(key, folds, runs)))
        .orElseGet(() -> unpublished(key, runs));
  }

  /** Empty for gender, which has no 1-off. */
  Optional<Verdict> oneOff(CellKey key, List<FoldResult> folds, Collection<RunResult> runs) {
    Optional<FoldStatistic> own = Summary.of(folds, FoldScore::rows).oneOff();
    if (own.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        published(key, runs)
            .filter(cell -> cell.oneOff().isPresent())
            .map(
                cell ->
                    Verdict.of(
                        own.get().mean(),
                        cell.oneOff().getAsDouble(),
                        settings.tolerancePoints(),
                        obstacles(key, folds, runs)))
            .orElseGet(() -> unpublished(key, runs)));
  }

  /** Whether faces of a table or a layout are among them. */
  static boolean otherFaces(Collection<RunResult> runs) {
    return runs.stream().anyMatch(run -> run.faces().isOtherDataset());
  }

  private Verdict unpublished(CellKey key, Collection<RunResult> runs) {
    if (otherFaces(runs)) {
      String madeUp = runs.stream().anyMatch(run -> run.faces().isMadeUp()) ? "; " + MADE_UP : "";
      return Verdict.notComparable(
          "other dataset: its faces are those of a table, not Adience's" + madeUp);
    }
    return Verdict.notComparable(
        key.home()
            ? "nothing was published for %s crops".formatted(key.cropMode().key())
            : "nothing was published for %s networks on %s test faces"
                .formatted(key.run().alignment().key(), key.testAlignment().key()));
  }

  private List<String> obstacles(CellKey key, List<FoldResult> folds, Collection<RunResult> runs) {
    List<String> obstacles = new ArrayList<>();
    if (runs.stream().anyMatch(run -> run.faces().isMadeUp())) {
      obstacles.add(MADE_UP);
    }
    folds.stream()
        .filter(f -> f.score().isPresent() && rows(f) != expectedRows(key, f))
        .findFirst()
        .ifPresent(
            f ->
                obstacles.add(
                    String.format(
                        Locale.ROOT,
                        "other dataset: test fold %d has %d rows, Adience has %d",
                        f.testFold(),
                        rows(f),
                        expectedRows(key, f))));
    String others =
        runs.stream()
            .map(RunResult::schedule)
            .filter(s -> !s.equals(settings.publishedSchedule()))
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    if (!others.isEmpty()) {
      obstacles.add(
          "other schedule: %s instead of %s".formatted(others, settings.publishedSchedule()));
    }
    long scored = folds.stream().filter(f -> f.score().isPresent()).count();
    if (scored < Protocol.FOLDS) {
      obstacles.add(String.format(Locale.ROOT, "fewer folds: %d of %d", scored, Protocol.FOLDS));
    }
    return obstacles;
  }

  private static long rows(FoldResult fold) {
    return fold.score().orElseThrow().rows().rows();
  }

  private long expectedRows(CellKey key, FoldResult fold) {
    return table.testRows().get(key.run().target()).get(fold.testFold());
  }
}
