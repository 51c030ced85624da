// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.gather;

import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.progress.Progress;
import io.agegender.report.Cell;
import io.agegender.report.CellKey;
import io.agegender.report.Curve;
import io.agegender.report.CurvePoint;
import io.agegender.report.FoldResult;
import io.agegender.report.FoldScore;
import io.agegender.report.FoldState;
import io.agegender.report.PublishedTable;
import io.agegender.report.ReportSettings;
import io.agegender.report.Results;
import io.agegender.report.Summary;
import io.agegender.run.RunName;
import io.agegender.score.CropMode;
import io.agegender.score.Protocol;
import io.agegender.score.metrics.Bootstrap;
import io.agegender.score.metrics.Metrics;
import io.agegender.score.metrics.Outcomes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * Turns the predictions of many runs into {@link Results}.
 *
 * @param configuration of the file systems that the predictions are on
 */
public record Gatherer(
    ReportSettings settings, Configuration configuration, Progress.Factory progress) {
  /**
   * Reads every predictions file once and computes every figure.
   *
   * @param runs each configuration and test fold at most once, in any order
   * @throws UsageException if there are no runs, one is given twice, or a predictions file is of
   *     another dataset or run, or scored twice
   */
  public Results gather(List<RunResult> runs) {
    if (runs.isEmpty()) {
      throw new UsageException("no runs to report on; train at least one");
    }
    refuseTwins(runs);
    PredictionStore store = PredictionStore.read(runs, configuration, progress);
    Map<RunName, SortedMap<Integer, RunResult>> byName = byName(store.runs());
    Map<CellKey, SortedMap<Integer, Outcomes>> chosen = new TreeMap<>();
    List<Cell> cells = new ArrayList<>();
    for (CellKey key : keys(byName.keySet(), store)) {
      cells.add(cell(key, byName.get(key.run()), store, chosen));
    }
    return new Results(
        settings.selection(),
        store.dataset(),
        settings.tolerancePoints(),
        Optional.of(PublishedTable.published()).filter(table -> !Judge.otherFaces(runs)),
        cells,
        Comparisons.of(chosen),
        curves(byName, store));
  }

  private static Map<RunName, SortedMap<Integer, RunResult>> byName(List<RunResult> runs) {
    Map<RunName, SortedMap<Integer, RunResult>> byName = new HashMap<>();
    for (RunResult run : runs) {
      byName.computeIfAbsent(run.run(), r -> new TreeMap<>()).put(run.testFold(), run);
    }
    return byName;
  }

  private static void refuseTwins(List<RunResult> runs) {
    Set<String> seen = new HashSet<>();
    for (RunResult run : runs) {
      if (!seen.add(run.title())) {
        throw new UsageException(
            "%s is given twice; a mean would count this fold twice".formatted(run.title()));
      }
    }
  }

  /** Every cell that has predictions, and the home cells of runs that have none. */
  private static SortedSet<CellKey> keys(Set<RunName> runs, PredictionStore store) {
    SortedSet<CellKey> keys = new TreeSet<>(store.cells());
    Set<CropMode> modes =
        keys.stream().map(CellKey::cropMode).collect(Collectors.toCollection(TreeSet::new));
    if (modes.isEmpty()) {
      modes.add(PublishedTable.published().cropMode());
    }
    for (RunName run : runs) {
      for (CropMode mode : modes) {
        keys.add(new CellKey(run, Protocol.testAlignment(run.alignment()), mode));
      }
    }
    return keys;
  }

  private Cell cell(
      CellKey key,
      SortedMap<Integer, RunResult> runs,
      PredictionStore store,
      Map<CellKey, SortedMap<Integer, Outcomes>> chosen) {
    SortedMap<Integer, FoldSnapshots> finished = new TreeMap<>();
    runs.forEach(
        (fold, run) -> {
          if (run.outcome() == RunOutcome.FINISHED) {
            finished.put(
                fold, new FoldSnapshots(run, store.tests(key, fold), validations(key, run, store)));
          }
        });
    SortedMap<Integer, FoldResult> selected =
        new SnapshotSelection(settings.selection(), settings.bestOnTestLimit()).choose(finished);
    List<FoldResult> folds = new ArrayList<>();
    SortedMap<Integer, Outcomes> outcomes = new TreeMap<>();
    SortedMap<Integer, Outcomes> oneOffOutcomes = new TreeMap<>();
    for (int fold = 0; fold < Protocol.FOLDS; fold++) {
      FoldResult result =
          selected.containsKey(fold)
              ? selected.get(fold)
              : unfinished(fold, Optional.ofNullable(runs.get(fold)));
      folds.add(result);
      NavigableMap<Long, Outcomes> tests = store.tests(key, fold);
      if (result.score().isPresent()) {
        outcomes.put(fold, tests.get(result.score().get().iteration()));
        oneOffOutcomes.put(fold, tests.get(result.oneOffScore().orElseThrow().iteration()));
      }
    }
    if (!outcomes.isEmpty()) {
      chosen.put(key, outcomes);
    }
    Judge judge = new Judge(PublishedTable.published(), settings);
    boolean hasOneOff = Summary.of(folds, FoldScore::rows).oneOff().isPresent();
    return new Cell(
        key,
        runs.values().stream()
            .filter(run -> run.outcome() != RunOutcome.DAMAGED)
            .map(RunResult::schedule)
            .distinct()
            .collect(Collectors.joining(", ")),
        folds,
        interval(outcomes.values(), 0),
        hasOneOff ? interval(oneOffOutcomes.values(), 1) : Optional.empty(),
        judge.published(key, runs.values()),
        judge.accuracy(key, folds, runs.values()),
        judge.oneOff(key, folds, runs.values()));
  }

  private static FoldResult unfinished(int fold, Optional<RunResult> run) {
    if (run.isEmpty()) {
      return FoldResult.without(fold, FoldState.ABSENT, "no such run");
    }
    String reason = run.get().reason();
    return switch (run.get().outcome()) {
      case FAILED, DAMAGED -> FoldResult.without(fold, FoldState.FAILED, reason);
      case UNFINISHED -> FoldResult.without(fold, FoldState.UNFINISHED, reason);
      case ABSENT, FINISHED -> FoldResult.without(fold, FoldState.ABSENT, reason);
    };
  }

  /** Scored validation lists win over what the training wrote down. */
  private static NavigableMap<Long, Double> validations(
      CellKey key, RunResult run, PredictionStore store) {
    NavigableMap<Long, Double> accuracies = new TreeMap<>();
    run.curve()
        .forEach(p -> p.validationAccuracy().ifPresent(a -> accuracies.put(p.iteration(), a)));
    accuracies.putAll(store.validations(key.run(), key.cropMode(), run.testFold()));
    return accuracies;
  }

  private Optional<Bootstrap.Interval> interval(Collection<Outcomes> folds, int tolerance) {
    return folds.isEmpty()
        ? Optional.empty()
        : Optional.of(
            settings.bootstrap().interval(folds.stream().map(f -> f.tallies(tolerance)).toList()));
  }

  private static List<Curve> curves(
      Map<RunName, SortedMap<Integer, RunResult>> byName, PredictionStore store) {
    List<Curve> curves = new ArrayList<>();
    byName.values().stream()
        .flatMap(folds -> folds.values().stream())
        .sorted((a, b) -> a.title().compareTo(b.title()))
        .forEach(run -> curve(run, store).ifPresent(curves::add));
    return curves;
  }

  private static Optional<Curve> curve(RunResult run, PredictionStore store) {
    NavigableMap<Long, CurvePoint> points = new TreeMap<>();
    run.curve().forEach(p -> points.merge(p.iteration(), p, CurvePoint::with));
    Optional<CellKey> cell =
        store.cells().stream()
            .filter(c -> c.run().equals(run.run()) && c.home())
            .filter(c -> !store.tests(c, run.testFold()).isEmpty())
            .min(CellKey::compareTo);
    cell.ifPresent(
        key -> {
          store
              .tests(key, run.testFold())
              .forEach((i, o) -> points.merge(i, test(i, o), CurvePoint::with));
          validations(key, run, store)
              .forEach((i, a) -> points.merge(i, validation(i, a), CurvePoint::with));
        });
    return points.isEmpty()
        ? Optional.empty()
        : Optional.of(new Curve(run.run(), run.testFold(), List.copyOf(points.values())));
  }

  private static CurvePoint test(long iteration, Outcomes outcomes) {
    double accuracy = Metrics.of(outcomes.confusion()).accuracy();
    return CurvePoint.of(iteration).withTestAccuracy(accuracy);
  }

  private static CurvePoint validation(long iteration, double accuracy) {
    return CurvePoint.of(iteration).withValidationAccuracy(accuracy);
  }
}
