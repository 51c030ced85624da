// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep;

import io.agegender.dataset.Dataset;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.progress.Progress;
import io.agegender.jobs.score.ScoreRequest;
import io.agegender.jobs.spark.Slots;
import io.agegender.jobs.spark.StopRequest;
import io.agegender.jobs.sweep.plan.CalibrationSettings;
import io.agegender.jobs.sweep.plan.FitPolicy;
import io.agegender.jobs.sweep.plan.Planner;
import io.agegender.jobs.sweep.plan.SweepPlan;
import io.agegender.jobs.tracking.TrackedRun;
import io.agegender.jobs.tracking.Tracker;
import io.agegender.jobs.train.TrainJob;
import io.agegender.jobs.train.TrainSettings;
import io.agegender.jobs.train.start.PretrainedSettings;
import io.agegender.run.RunSettings;
import io.agegender.score.CropMode;
import io.agegender.score.ScoreSettings;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains and scores every run of a selection, several at a time, the longest first. One that fails
 * does not stop the others.
 *
 * @param start where runs may take their first weights from
 * @param scoring how each trained run is scored
 * @param progress shows how far each run is
 * @param tracker follows each run; whoever made it closes it
 */
public record SweepJob(
    JavaSparkContext spark,
    PretrainedSettings start,
    ScoreSettings scoring,
    Progress.Factory progress,
    Tracker tracker) {
  private static final Logger LOG = LoggerFactory.getLogger(SweepJob.class);

  /** Executors come within seconds where they come at all; a look costs nothing. */
  private static final Duration RECOUNT = Duration.ofSeconds(5);

  /** Where a sweep reads and writes, and what it keeps beside each run. */
  public record Places(Path dataset, Path runs, String effectiveConfiguration) {}

  /**
   * Runs the sweep.
   *
   * @param places dataset, and the folder of all runs; finished ones in it are not trained again
   * @return the outcomes by fold and name
   * @throws UsageException if the model that a run starts from is missing
   */
  public SweepResult run(Places places, SweepSettings selection, TrainSettings settings) {
    return run(
        places,
        selection,
        settings,
        selection.runs(settings).stream().map(SweptRun::of).toList(),
        ScoreRequest.PUBLISHED);
  }

  /**
   * Trains and scores given runs as a sweep.
   *
   * @param selection what of a sweep is not its runs: limits, retries, checks
   * @param settings the checkpoints that stay, and the threads of a worker
   * @param asked runs, each of which is trained once; they may differ in anything but dataset
   * @param scored which of their snapshots, on which faces
   * @return the outcomes in the order of the runs
   * @throws UsageException if the model that a run starts from is missing
   */
  public SweepResult run(
      Places places,
      SweepSettings selection,
      TrainSettings settings,
      List<SweptRun> asked,
      ScoreRequest scored) {
    return run(places, selection, settings, asked, scored, System::nanoTime);
  }

  /**
   * As the other.
   *
   * @param nanos tells the time in which a run that reports nothing has stalled
   */
  @SuppressWarnings("try") // The slots are counted again by themselves until the end.
  SweepResult run(
      Places places,
      SweepSettings selection,
      TrainSettings settings,
      List<SweptRun> asked,
      ScoreRequest scored,
      LongSupplier nanos) {
    Dataset data = Dataset.open(places.dataset(), spark.hadoopConfiguration());
    List<SweptRun> runs =
        asked.stream()
            .map(run -> new SweptRun(run.title(), forClasses(run.settings(), data)))
            .toList();
    // A model that is missing would otherwise be noticed hours later.
    TrainJob check = new TrainJob(spark, start, progress);
    runs.stream().map(run -> run.settings().name()).distinct().forEach(check::checkStart);
    Map<RunSettings, SweptRun> bySettings = new HashMap<>();
    runs.forEach(run -> bySettings.put(run.settings(), run));
    SweepPlan plan =
        planner(places)
            .plan(request(selection, settings, runs.stream().map(SweptRun::settings).toList()));
    if (selection.check() == FitPolicy.REFUSE) {
      plan.requireFit();
    }
    plan.problems().forEach(problem -> LOG.warn("the sweep may not fit: {}", problem));
    int parallel = plan.parallel();
    LOG.info("{} runs, {} at a time", runs.size(), parallel);
    RunLanes lanes = new RunLanes(parallel, plan.mostWorkers());
    ExecutorService pool = lanes.pool();
    try (StallWatch watch =
            new StallWatch(
                selection.stallTimeout(),
                "sweep.stall-timeout",
                title -> spark.sc().cancelJobGroup(title),
                nanos);
        SlotRecount recount = recount(selection, plan, lanes);
        Progress bar = progress.start("sweep", runs.size(), "runs")) {
      SweepProgress all = new SweepProgress(bar, runs.size());
      SweepRun.Surroundings surroundings =
          new SweepRun.Surroundings(
              spark,
              start,
              places,
              settings.retention(),
              new SweepRun.Scoring(scoring, scored),
              progress,
              watch,
              lanes.permits());
      Map<RunSettings, Future<SweepResult.Outcome>> futures = new HashMap<>();
      for (RunSettings run : plan.order()) {
        futures.put(
            run,
            pool.submit(
                () -> {
                  all.started();
                  TrackedRun tracked = tracker.begin(run);
                  SweepResult.Outcome outcome =
                      new SweepRun(surroundings, bySettings.get(run), tracked)
                          .run(selection.retries());
                  tracked.end(outcome.ending());
                  all.ended(outcome);
                  return outcome;
                }));
      }
      SweepResult result =
          new SweepResult(runs.stream().map(run -> await(futures.get(run.settings()))).toList());
      boolean stopped = StopRequest.made().isPresent();
      boolean good = result.outcomes().stream().allMatch(SweepResult.Outcome::succeeded);
      tracker.end(
          good ? Tracker.Ending.FINISHED : stopped ? Tracker.Ending.KILLED : Tracker.Ending.FAILED);
      if (!good) {
        StopRequest.check();
      }
      return result;
    } finally {
      pool.shutdownNow();
    }
  }

  /** Lanes that follow the executors; none where their number is given, or cannot change. */
  private SlotRecount recount(SweepSettings selection, SweepPlan plan, RunLanes lanes) {
    boolean fixed = selection.parallelRuns() > 0 || spark.sc().isLocal();
    return fixed
        ? SlotRecount.none()
        : new SlotRecount(
            RECOUNT, () -> Slots.now(spark), slots -> lanes.resize(plan.parallelOn(slots)));
  }

  /**
   * What the sweep would do, need and take; a few real rounds of each network say how long.
   *
   * @throws UsageException if the dataset or the settings cannot be used at all
   */
  public SweepPlan plan(
      Places places,
      SweepSettings selection,
      TrainSettings settings,
      CalibrationSettings calibration) {
    Dataset data = Dataset.open(places.dataset(), spark.hadoopConfiguration());
    List<RunSettings> runs =
        selection.runs(settings).stream().map(run -> forClasses(run, data)).toList();
    return planner(places).calibrated(request(selection, settings, runs), calibration);
  }

  private static RunSettings forClasses(RunSettings run, Dataset data) {
    return run.withClasses(data.classes(run.name().target()));
  }

  private Planner planner(Places places) {
    return new Planner(spark, new Planner.Places(places.dataset(), places.runs(), start), progress);
  }

  private Planner.Request request(
      SweepSettings selection, TrainSettings settings, List<RunSettings> runs) {
    List<RunSettings> longestFirst =
        runs.stream()
            .sorted(Comparator.comparingDouble(SweepJob::multiplications).reversed())
            .toList();
    int crops = scoring.cropModes().stream().mapToInt(CropMode::crops).sum();
    return new Planner.Request(
        longestFirst,
        selection.parallelRuns(),
        settings.threads(),
        settings.retention().newest() + settings.retention().best(),
        crops,
        selection.missingClasses());
  }

  /** Of all forward passes of a run; a backward pass costs about twice as many. */
  private static double multiplications(RunSettings run) {
    return (double) run.name().architecture().multiplications()
        * run.rounds().samplesBefore(run.iterations());
  }

  private static SweepResult.Outcome await(Future<SweepResult.Outcome> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailedException("the sweep was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a run's failure is an outcome", e.getCause());
    }
  }
}
