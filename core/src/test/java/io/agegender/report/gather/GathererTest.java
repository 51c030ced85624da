// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.gather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.agegender.adience.Alignment;
import io.agegender.adience.FaceOrigin;
import io.agegender.adience.Target;
import io.agegender.dataset.format.Subset;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.progress.LogProgress;
import io.agegender.report.Cell;
import io.agegender.report.Comparison;
import io.agegender.report.CurvePoint;
import io.agegender.report.FoldResult;
import io.agegender.report.FoldState;
import io.agegender.report.ReportSettings;
import io.agegender.report.Results;
import io.agegender.report.SelectionRule;
import io.agegender.report.Verdict;
import io.agegender.report.render.ConsoleTable;
import io.agegender.report.render.MarkdownReport;
import io.agegender.run.RunName;
import io.agegender.score.CropMode;
import io.agegender.score.Made;
import io.agegender.score.Prediction;
import io.agegender.score.PredictionsHeader;
import io.agegender.score.metrics.FoldStatistic;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GathererTest {
  private static final String AGE = "age_net_definitions";
  private static final String GENDER = "gender_net_definitions_mixed";

  @TempDir java.nio.file.Path dir;

  /**
   * Every number of a table of two folds, by hand. Fold 0: 4 rows, 3 hits, all within one class.
   * Fold 2: 5 rows, 2 hits, 3 within one class, errors 0, 0, 1, 3, 2 classes. Face 0 of fold 0 is
   * listed twice more (a hit each time).
   */
  @Test
  void everyNumberOfASmallTable() {
    List<Prediction> fold0 = new ArrayList<>(Made.rows(Target.AGE, 0, 0, 1, 1, 2, 2, 3, 4));
    fold0.add(fold0.get(0));
    fold0.add(fold0.get(0));
    List<Prediction> fold2 = Made.rows(Target.AGE, 4, 4, 4, 4, 4, 5, 7, 4, 0, 2);
    Cell cell =
        only(
            gather(
                SelectionRule.LAST,
                run(AGE, 0, 100, file(AGE, 0, 100, fold0)),
                run(AGE, 2, 100, file(AGE, 2, 100, fold2))));

    // Rows: 5 of 6 and 2 of 5.
    FoldStatistic accuracy = cell.rows().accuracy();
    assertThat(accuracy.values()).isEqualTo(Map.of(0, 5.0 / 6, 2, 0.4));
    assertThat(accuracy.mean().orElseThrow()).isCloseTo(37.0 / 60, within(1e-12));
    assertThat(accuracy.populationDeviation().orElseThrow()).isCloseTo(13.0 / 60, within(1e-12));
    assertThat(accuracy.sampleDeviation().orElseThrow())
        .isCloseTo(13.0 / 60 * Math.sqrt(2), within(1e-12));
    assertThat(accuracy.missing()).containsExactly(1, 3, 4);
    assertThat(accuracy.percent()).isEqualTo("61.7 ± 21.7 (2 of 5 folds)");
    // 1-off: 6 of 6 and 3 of 5.
    FoldStatistic oneOff = cell.rows().oneOff().orElseThrow();
    assertThat(oneOff.percent()).isEqualTo("80.0 ± 20.0 (2 of 5 folds)");
    // Class errors: 1 / 6 and 6 / 5.
    assertThat(cell.rows().meanAbsoluteClassError().mean().orElseThrow())
        .isCloseTo((1.0 / 6 + 6.0 / 5) / 2, within(1e-12));
    // Pooled: 7 of 11 rows.
    assertThat(cell.rows().pooled().orElseThrow().accuracy()).isEqualTo(7.0 / 11);
    assertThat(cell.rows().pooled().orElseThrow().confusion().count(4, 7)).isEqualTo(1);

    // Distinct faces: 3 of 4 and 2 of 5.
    assertThat(cell.distinctFaces().accuracy().percent()).isEqualTo("57.5 ± 17.5 (2 of 5 folds)");
    assertThat(cell.distinctFaces().pooled().orElseThrow().accuracy()).isEqualTo(5.0 / 9);

    assertThat(cell.folds())
        .extracting(FoldResult::state)
        .containsExactly(
            FoldState.SCORED,
            FoldState.ABSENT,
            FoldState.SCORED,
            FoldState.ABSENT,
            FoldState.ABSENT);
    assertThat(cell.accuracyInterval().orElseThrow().lower()).isLessThan(37.0 / 60);
    assertThat(cell.verdict().kind()).isEqualTo(Verdict.Kind.NOT_COMPARABLE);
    assertThat(cell.verdict().reason())
        .isEqualTo("other dataset: test fold 0 has 6 rows, Adience has 4316; fewer folds: 2 of 5");
  }

  @Test
  void runsThatDidNotFinishAreShownAndNotAveraged() {
    RunResult failed =
        state(
            GENDER,
            1,
            RunOutcome.FAILED,
            "the loss became NaN at iteration 30",
            file(GENDER, 1, 20, Made.rows(Target.GENDER, 0, 1)));
    RunResult unfinished =
        state(GENDER, 2, RunOutcome.UNFINISHED, "stopped at iteration 40 of 100");
    Results results =
        gather(
            SelectionRule.LAST,
            run(GENDER, 0, 100, file(GENDER, 0, 100, Made.rows(Target.GENDER, 0, 0))),
            failed,
            unfinished);
    Cell cell = only(results);
    assertThat(cell.rows().accuracy().percent()).isEqualTo("100.0 (1 of 5 folds)");
    assertThat(cell.missing())
        .extracting(FoldResult::state, FoldResult::reason)
        .startsWith(
            tuple(FoldState.FAILED, "the loss became NaN at iteration 30"),
            tuple(FoldState.UNFINISHED, "stopped at iteration 40 of 100"));
    assertThat(MarkdownReport.render(results))
        .contains("| 1 | failed | the loss became NaN at iteration 30 |");
  }

  @Test
  void aRunOnSyntheticFacesIsNotComparable() {
    assertThat(only(gather(SelectionRule.LAST, onFaces(FaceOrigin.SYNTHETIC))).verdict().reason())
        .startsWith("synthetic faces: ");
  }

  @Test
  void nothingPublishedStandsBesideFacesOfATable() {
    String reason = "other dataset: its faces are those of a table, not Adience's";
    Cell cell = only(gather(SelectionRule.LAST, onFaces(FaceOrigin.OTHER_DATASET)));
    assertThat(cell.published()).isEmpty();
    assertThat(cell.verdict()).isEqualTo(Verdict.notComparable(reason));
    Cell drawn = only(gather(SelectionRule.LAST, onFaces(FaceOrigin.SYNTHETIC_OTHERS)));
    assertThat(drawn.published()).isEmpty();
    assertThat(drawn.verdict())
        .isEqualTo(
            Verdict.notComparable(
                reason + "; synthetic faces: the dataset was generated by sample-data"));
  }

  private RunResult onFaces(FaceOrigin faces) {
    RunResult run = run(GENDER, 0, 100, file(GENDER, 0, 100, Made.rows(Target.GENDER, 0, 0)));
    return new RunResult(
        run.run(),
        run.testFold(),
        run.ending(),
        faces,
        run.schedule(),
        run.iterations(),
        run.predictions(),
        run.curve());
  }

  @Test
  void aRunWithoutAnyPredictionHasItsCell() {
    Cell cell = only(gather(SelectionRule.LAST, run(GENDER, 0, 100)));
    assertThat(cell.key().cropMode()).isEqualTo(CropMode.OVERSAMPLE);
    assertThat(cell.key().testAlignment()).isEqualTo(Alignment.UNALIGNED);
    assertThat(cell.folds().get(0).reason()).contains("not scored");
    assertThat(cell.verdict()).isEqualTo(Verdict.notComparable("no fold has been scored"));
  }

  @Test
  void theLastSnapshotIsTheRunsLastAndNotTheLastScored() {
    Path early = file(AGE, 0, 50, Made.rows(Target.AGE, 0, 0));
    Cell cell = only(gather(SelectionRule.LAST, run(AGE, 0, 100, early)));
    assertThat(cell.folds().get(0).reason())
        .isEqualTo("the last snapshot, iteration 100, is not scored; the newest that is: 50");
  }

  @Test
  void bestOnTestIsChosenOverFoldsSeparatelyForBothFiguresAndMarked() {
    // Mean accuracy: iteration 10: (1 + 0) / 2, 20: (0.5 + 0.75) / 2 and the best, 30: 0.5 / 2.
    // Mean 1-off: iteration 30 is the best with 1.
    Results results =
        gather(
            SelectionRule.BEST_ON_TEST,
            run(
                AGE,
                0,
                30,
                file(AGE, 0, 10, Made.rows(Target.AGE, 0, 0, 0, 0)),
                file(AGE, 0, 20, Made.rows(Target.AGE, 0, 0, 0, 7)),
                file(AGE, 0, 30, Made.rows(Target.AGE, 0, 0, 0, 1))),
            run(
                AGE,
                1,
                30,
                file(AGE, 1, 10, Made.rows(Target.AGE, 0, 7, 0, 7, 0, 7, 0, 7)),
                file(AGE, 1, 20, Made.rows(Target.AGE, 0, 0, 0, 0, 0, 0, 0, 7)),
                file(AGE, 1, 30, Made.rows(Target.AGE, 0, 1, 0, 1, 0, 1, 0, 1))));
    Cell cell = only(results);
    assertThat(cell.folds().get(0).score().orElseThrow().iteration()).isEqualTo(20);
    assertThat(cell.folds().get(1).oneOffScore().orElseThrow().iteration()).isEqualTo(30);
    assertThat(cell.rows().accuracy().percent()).isEqualTo("62.5 ± 12.5 (2 of 5 folds)");
    assertThat(cell.rows().oneOff().orElseThrow().percent())
        .isEqualTo("100.0 ± 0.0 (2 of 5 folds)");
    assertThat(MarkdownReport.render(results))
        .contains("62.5 ± 12.5 (2 of 5 folds)** (optimistic)");
    assertThat(ConsoleTable.render(results)).contains("(optimistic)");
  }

  @Test
  void bestOnValidationIsChosenFoldByFold() {
    Path scoredVal =
        MadeRuns.write(
            dir,
            new PredictionsHeader(
                RunName.parse(AGE),
                1,
                Subset.VAL,
                Alignment.ALIGNED,
                10,
                Made.DATASET,
                Made.SCORING,
                ""),
            Map.of(CropMode.CENTRE, Made.rows(Target.AGE, 0, 0)));
    RunResult logged =
        withCurve(
            run(
                AGE,
                0,
                20,
                file(AGE, 0, 10, Made.rows(Target.AGE, 0, 7)),
                file(AGE, 0, 20, Made.rows(Target.AGE, 0, 0))),
            CurvePoint.of(10).withValidationAccuracy(0.5),
            CurvePoint.of(20).withValidationAccuracy(0.6),
            CurvePoint.of(15).withValidationAccuracy(0.9));
    RunResult scored =
        run(
            AGE,
            1,
            20,
            scoredVal,
            file(AGE, 1, 10, Made.rows(Target.AGE, 0, 0)),
            file(AGE, 1, 20, Made.rows(Target.AGE, 0, 7)));
    RunResult neither = run(AGE, 2, 20, file(AGE, 2, 20, Made.rows(Target.AGE, 0, 7)));
    Results results = gather(SelectionRule.BEST_ON_VALIDATION, logged, scored, neither);
    Cell cell = only(results);
    assertThat(cell.rows().accuracy().percent()).isEqualTo("100.0 ± 0.0 (2 of 5 folds)");
    assertThat(cell.folds().get(1).score().orElseThrow().iteration()).isEqualTo(10);
    assertThat(cell.folds().get(2).reason()).contains("no snapshot has both");
    assertThat(results.curves().get(0).points())
        .containsExactly(
            CurvePoint.of(10).withValidationAccuracy(0.5).withTestAccuracy(0),
            CurvePoint.of(15).withValidationAccuracy(0.9),
            CurvePoint.of(20).withValidationAccuracy(0.6).withTestAccuracy(1));
  }

  @Test
  void swappedTestFacesHaveTheirOwnCellAndNoPublishedValue() {
    Path swapped =
        MadeRuns.write(
            dir,
            new PredictionsHeader(
                RunName.parse(AGE),
                0,
                Subset.TEST,
                Alignment.UNALIGNED,
                100,
                Made.DATASET,
                Made.SCORING,
                ""),
            Map.of(CropMode.OVERSAMPLE, Made.rows(Target.AGE, 0, 0)));
    Results results =
        gather(
            SelectionRule.LAST,
            run(AGE, 0, 100, swapped, file(AGE, 0, 100, Made.rows(Target.AGE, 0, 7))));
    Cell cell = results.cells().stream().filter(c -> !c.key().home()).findFirst().orElseThrow();
    assertThat(cell.rows().accuracy().mean()).hasValue(1);
    assertThat(cell.verdict().reason())
        .isEqualTo("nothing was published for aligned networks on unaligned test faces");
  }

  @Test
  void pairsAreComparedOnTheFoldsThatBothHave() {
    // Of 8 faces the first alone hits 6, the second alone 0, both 1, neither 1: p = 2 / 64.
    List<Prediction> good =
        Made.rows(Target.GENDER, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
    List<Prediction> bad = Made.rows(Target.GENDER, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 1);
    String other = "gender_net_definitions_unaligned";
    Results results =
        gather(
            SelectionRule.LAST,
            run(GENDER, 0, 100, file(GENDER, 0, 100, good)),
            run(GENDER, 1, 100, file(GENDER, 1, 100, good)),
            run(other, 0, 100, file(other, 0, 100, bad)));
    assertThat(results.comparisons()).hasSize(1);
    Comparison comparison = results.comparisons().get(0);
    assertThat(comparison.first().run().toString()).isEqualTo(other);
    assertThat(comparison.difference().values()).isEqualTo(Map.of(0, -0.75));
    assertThat(comparison.test().onlySecond()).isEqualTo(6);
    assertThat(comparison.test().pValue()).isCloseTo(2.0 / 64, within(1e-12));
    assertThat(comparison.adjustedP()).isEqualTo(comparison.test().pValue());
  }

  @Test
  void aDamagedPredictionsFileCostsItsRunsFiguresAndNoOthers() throws IOException {
    Path sound = file(AGE, 0, 100, Made.rows(Target.AGE, 0, 0, 1, 1));
    Path damaged = file(AGE, 1, 100, Made.rows(Target.AGE, 0, 0, 1, 1));
    Path whole = file(AGE, 1, 200, Made.rows(Target.AGE, 0, 0, 1, 1));
    java.nio.file.Path bytes = java.nio.file.Path.of(damaged.toUri());
    byte[] flipped = Files.readAllBytes(bytes);
    flipped[40] ^= 1;
    Files.write(bytes, flipped);
    Results results =
        gather(SelectionRule.LAST, run(AGE, 0, 100, sound), run(AGE, 1, 200, damaged, whole));
    for (Cell cell : results.cells()) {
      assertThat(cell.folds().get(0).state()).isEqualTo(FoldState.SCORED);
      FoldResult listed = cell.folds().get(1);
      assertThat(listed.state()).isEqualTo(FoldState.FAILED);
      assertThat(listed.reason())
          .startsWith("damaged: ")
          .contains(damaged.getName(), "score the run again");
    }
  }

  @Test
  void predictionsOfAnotherDatasetAreNamed() {
    Path here = file(AGE, 0, 100, Made.rows(Target.AGE, 0, 0));
    Path there =
        MadeRuns.write(
            dir,
            new PredictionsHeader(
                RunName.parse(AGE),
                1,
                Subset.TEST,
                Alignment.ALIGNED,
                100,
                "cd".repeat(32),
                Made.SCORING,
                ""),
            Map.of(CropMode.CENTRE, Made.rows(Target.AGE, 0, 0)));
    assertThatThrownBy(
            () -> gather(SelectionRule.LAST, run(AGE, 0, 100, here), run(AGE, 1, 100, there)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(there.toString())
        .hasMessageContaining("cdcd")
        .hasMessageContaining("cannot mix datasets");
  }

  @Test
  void aFoldThatIsScoredOrGivenTwiceIsNamed() {
    Path once = file(AGE, 0, 100, Made.rows(Target.AGE, 0, 0));
    Path again = new Path(dir.resolve("again.parquet").toUri());
    io.agegender.score.PredictionsFile.write(
        again,
        io.agegender.score.PredictionsFile.read(once, MadeRuns.CONFIGURATION),
        MadeRuns.CONFIGURATION);
    assertThatThrownBy(() -> gather(SelectionRule.LAST, run(AGE, 0, 100, once, again)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("again.parquet are the same test scored twice");
    assertThatThrownBy(() -> gather(SelectionRule.LAST, run(AGE, 0, 100, once), run(AGE, 0, 100)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("age_net_definitions, test fold 0 is given twice");
  }

  @Test
  void predictionsThatStrayedToAnotherRunAreNamed() {
    Path stray = file(AGE, 0, 100, Made.rows(Target.AGE, 0, 0));
    assertThatThrownBy(() -> gather(SelectionRule.LAST, run(AGE, 1, 100, stray)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("found with age_net_definitions, test fold 1");
    assertThatThrownBy(() -> gather(SelectionRule.LAST)).hasMessageContaining("no runs");
  }

  private Path file(String run, int fold, long iteration, List<Prediction> rows) {
    return MadeRuns.write(
        dir,
        Made.header(run, fold, iteration),
        Map.of(CropMode.CENTRE, rows, CropMode.OVERSAMPLE, rows));
  }

  private static RunResult run(String run, int fold, long iterations, Path... predictions) {
    return MadeRuns.finished(run, fold, iterations, predictions);
  }

  private static RunResult state(
      String run, int fold, RunOutcome outcome, String reason, Path... predictions) {
    RunResult base = run(run, fold, 100, predictions);
    return new RunResult(
        base.run(),
        fold,
        new RunResult.Ending(outcome, reason),
        base.faces(),
        base.schedule(),
        base.iterations(),
        base.predictions(),
        base.curve());
  }

  private static RunResult withCurve(RunResult run, CurvePoint... points) {
    return new RunResult(
        run.run(),
        run.testFold(),
        run.ending(),
        run.faces(),
        run.schedule(),
        run.iterations(),
        run.predictions(),
        List.of(points));
  }

  private static Results gather(SelectionRule rule, RunResult... runs) {
    ReportSettings defaults = SettingsReader.read(Settings.defaults(), ReportSettings::read);
    ReportSettings settings =
        new ReportSettings(
            rule,
            defaults.bestOnTestLimit(),
            defaults.tolerancePoints(),
            defaults.publishedSchedule(),
            defaults.bootstrap());
    return new Gatherer(
            settings,
            MadeRuns.CONFIGURATION,
            (task, total, unit) -> new LogProgress(task, total, unit, Duration.ofHours(1)))
        .gather(List.of(runs));
  }

  /** The one cell with the published crops. */
  private static Cell only(Results results) {
    List<Cell> cells =
        results.cells().stream().filter(c -> c.key().cropMode() != CropMode.CENTRE).toList();
    assertThat(cells).hasSize(1);
    return cells.get(0);
  }
}
