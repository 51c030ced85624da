// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.accuracy;

import io.agegender.adience.Target;
import io.agegender.dataset.Dataset;
import io.agegender.dataset.format.Subset;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.progress.Progress;
import io.agegender.jobs.score.ScoreRequest;
import io.agegender.jobs.sweep.SweepJob;
import io.agegender.jobs.sweep.SweepResult;
import io.agegender.jobs.sweep.SweepSettings;
import io.agegender.jobs.sweep.SweptRun;
import io.agegender.jobs.tracking.Tracker;
import io.agegender.jobs.train.RunKeys;
import io.agegender.jobs.train.TrainSettings;
import io.agegender.jobs.train.start.PretrainedSettings;
import io.agegender.run.Retention;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunSettings;
import io.agegender.score.CropMode;
import io.agegender.score.Protocol;
import io.agegender.score.ScoreSettings;
import io.agegender.score.Snapshots;
import io.agegender.storage.FileStore;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Trains one configuration with several W, K, batch modes and seeds as one sweep, scores every
 * checkpoint, and writes what averaging costs against W = 1. What is trained already is not trained
 * again.
 *
 * @param start where runs may take their first weights from
 * @param progress shows how far the sweep and each run are
 */
public record AccuracyBenchmark(
    JavaSparkContext spark, PretrainedSettings start, Progress.Factory progress) {
  private static final String RUNS = "runs";

  /**
   * What is measured.
   *
   * @param grid the ways to train
   * @param sweep limits, retries and checks
   * @param train schedule, threads and what else all runs have in common
   * @param run gives the configuration's settings
   * @param scoringBatch crops in one forward pass
   * @param effectiveConfiguration is kept beside each run
   */
  public record Request(
      Grid grid,
      SweepSettings sweep,
      TrainSettings train,
      Function<TrainSettings, RunSettings> run,
      int scoringBatch,
      String effectiveConfiguration) {}

  /**
   * Trains, scores and writes.
   *
   * @param dataset that is learnt from
   * @param out gets the files, and in {@code runs} the runs
   * @throws FailedException if no run came to its end
   */
  public Outcome run(Path dataset, Path out, Request request) {
    Configuration hadoop = spark.hadoopConfiguration();
    Dataset data = Dataset.open(dataset, hadoop);
    Map<Grid.Member, SweptRun> runs =
        request
            .grid()
            .runs(
                request.train(),
                request.run().andThen(run -> run.withClasses(data.classes(run.name().target()))));
    Path folder = new Path(out, RUNS);
    SweepResult result =
        new SweepJob(
                spark,
                start,
                new ScoreSettings(EnumSet.of(CropMode.CENTRE), request.scoringBatch()),
                progress,
                Tracker.NONE)
            .run(
                new SweepJob.Places(dataset, folder, request.effectiveConfiguration()),
                request.sweep(),
                keepingAll(request.train(), request.grid().points()),
                List.copyOf(runs.values()),
                new ScoreRequest(Snapshots.ALL, Subset.TEST, Optional.empty()));
    RunKeys keys = new RunKeys(data.manifest().sha256(), start, spark);
    List<Course> courses = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    Iterator<SweepResult.Outcome> outcomes = result.outcomes().iterator();
    runs.forEach(
        (member, run) -> {
          SweepResult.Outcome outcome = outcomes.next();
          if (outcome.succeeded()) {
            RunDirectory directory =
                RunDirectory.find(folder, run.settings(), keys.of(run.settings()), hadoop)
                    .orElseThrow();
            courses.add(Course.read(member, directory, hadoop));
          } else {
            failures.add("%s: %s".formatted(outcome.title(), outcome.problem()));
          }
        });
    if (courses.isEmpty()) {
      throw new FailedException(
          "none of %d runs came to its end; the first: %s".formatted(runs.size(), failures.get(0)));
    }
    Outcome measured =
        new Outcome(subject(data, runs.values().iterator().next().settings()), courses, failures);
    AccuracyFiles.write(measured, FileStore.of(out, hadoop));
    return measured;
  }

  /** Rounds may end a little after a checkpoint is due, so that there is one more. */
  private static TrainSettings keepingAll(TrainSettings train, int points) {
    return new TrainSettings(
        train.schedules(),
        train.schedule(),
        train.averaging(),
        train.shuffle(),
        train.seed(),
        train.threads(),
        new Retention(points + 1, 0));
  }

  private Outcome.Subject subject(Dataset data, RunSettings alone) {
    Target target = alone.name().target();
    return new Outcome.Subject(
        alone.title(),
        data.root().getName(),
        "%s, %d processors, %d threads a worker"
            .formatted(spark.master(), Runtime.getRuntime().availableProcessors(), alone.threads()),
        alone.rounds().samplesBefore(alone.iterations()),
        alone.batch(),
        data.split(
                target,
                Protocol.testAlignment(alone.name().alignment()),
                alone.testFold(),
                Subset.TEST)
            .size());
  }
}
