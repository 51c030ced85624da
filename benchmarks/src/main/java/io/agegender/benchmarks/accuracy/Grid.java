// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.accuracy;

import io.agegender.foundation.error.UsageException;
import io.agegender.jobs.sweep.SweptRun;
import io.agegender.jobs.train.TrainSettings;
import io.agegender.run.BatchMode;
import io.agegender.run.RunSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What is trained: each way with each seed, and one worker alone in any case.
 *
 * @param workers each W, at least 1
 * @param intervals each K, at least 1
 * @param batchModes what the batch means for several workers
 * @param seeds of everything random
 * @param points at how many iterations of a run, evenly spread, accuracy is measured; at least 1
 */
public record Grid(
    List<Integer> workers,
    List<Integer> intervals,
    List<BatchMode> batchModes,
    List<Long> seeds,
    int points) {
  /**
   * @throws UsageException if a list is empty or a number below 1
   */
  public Grid {
    workers = distinct("workers", workers);
    intervals = distinct("intervals", intervals);
    batchModes = distinct("batch-modes", batchModes);
    seeds = distinct("seeds", seeds);
    atLeastOne("workers", workers);
    atLeastOne("intervals", intervals);
    atLeastOne("points", List.of(points));
  }

  /** One run of the grid. */
  record Member(Cell cell, long seed) {
    String title() {
      return "%s, seed %d".formatted(cell.title(), seed);
    }
  }

  /** The ways: one worker first, then by W, K and batch mode. */
  List<Cell> cells() {
    List<Cell> cells = new ArrayList<>(List.of(Cell.ALONE));
    for (int w : workers) {
      for (int k : intervals) {
        for (BatchMode mode : batchModes) {
          if (w > 1) {
            cells.add(new Cell(w, k, mode));
          }
        }
      }
    }
    return cells;
  }

  /**
   * The runs. All see the same number of faces: workers that read a whole batch each take a W-th of
   * the steps, rounded up.
   *
   * @param base schedule, threads and all else that the runs have in common
   * @param run gives the settings of the configuration
   * @throws UsageException if a batch cannot be split, see {@link RunSettings}
   */
  Map<Member, SweptRun> runs(TrainSettings base, Function<TrainSettings, RunSettings> run) {
    Map<Member, SweptRun> runs = new LinkedHashMap<>();
    for (long seed : seeds) {
      for (Cell cell : cells()) {
        Member member = new Member(cell, seed);
        RunSettings full = run.apply(settings(base, member));
        int steps =
            cell.batchMode() == BatchMode.SPLIT
                ? full.iterations()
                : upwards(full.iterations(), cell.workers());
        RunSettings settings = full.until(steps).withCheckpointsEvery(upwards(steps, points));
        runs.put(
            member, new SweptRun("%s, %s".formatted(settings.title(), member.title()), settings));
      }
    }
    return runs;
  }

  private static int upwards(int total, int parts) {
    return (total + parts - 1) / parts;
  }

  private static TrainSettings settings(TrainSettings base, Member member) {
    return new TrainSettings(
        base.schedules(),
        base.schedule(),
        new TrainSettings.Averaging(
            member.cell().workers(), member.cell().interval(), member.cell().batchMode()),
        base.shuffle(),
        member.seed(),
        base.threads(),
        base.retention());
  }

  private static <T> List<T> distinct(String option, List<T> values) {
    if (values.isEmpty()) {
      throw new UsageException("--%s names nothing; give at least one value".formatted(option));
    }
    return values.stream().distinct().sorted().toList();
  }

  private static void atLeastOne(String option, List<Integer> values) {
    for (int value : values) {
      if (value < 1) {
        throw new UsageException(
            "--%s has the value %d; give numbers of at least 1".formatted(option, value));
      }
    }
  }
}
