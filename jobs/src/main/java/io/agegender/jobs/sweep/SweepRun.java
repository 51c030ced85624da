// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.progress.Progress;
import io.agegender.jobs.score.ScoreJob;
import io.agegender.jobs.score.ScoreRequest;
import io.agegender.jobs.spark.Causes;
import io.agegender.jobs.spark.JvmErrors;
import io.agegender.jobs.spark.SlotShare;
import io.agegender.jobs.spark.StopRequest;
import io.agegender.jobs.spark.StoppedException;
import io.agegender.jobs.tracking.TrackedRun;
import io.agegender.jobs.train.TrainJob;
import io.agegender.jobs.train.TrainResult;
import io.agegender.jobs.train.start.PretrainedSettings;
import io.agegender.run.Retention;
import io.agegender.score.PredictionsFile;
import io.agegender.score.ScoreSettings;
import io.agegender.score.metrics.ConfusionMatrix;
import io.agegender.score.metrics.Metrics;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a sweep: trained, scored, and tried again where that may help.
 *
 * @param tracked follows the run
 */
record SweepRun(Surroundings sweep, SweptRun run, TrackedRun tracked) {
  private static final Logger LOG = LoggerFactory.getLogger(SweepRun.class);
  private static final String POOL = "spark.scheduler.pool";

  /** How each trained run is scored, and which of its snapshots on which faces. */
  record Scoring(ScoreSettings how, ScoreRequest what) {}

  /** What all runs of a sweep share. */
  record Surroundings(
      JavaSparkContext spark,
      PretrainedSettings start,
      SweepJob.Places places,
      Retention retention,
      Scoring scoring,
      Progress.Factory progress,
      StallWatch watch,
      ComputePermits permits) {}

  /**
   * @param retries how often it is tried again after a failure that may pass
   */
  SweepResult.Outcome run(int retries) {
    String title = run.title();
    for (int attempt = 0; ; attempt++) {
      sweep.watch.begin(title);
      try {
        return SweepResult.Outcome.finished(title, JvmErrors.caught(this::once));
      } catch (Exception e) { // Spark's Scala throws checked exceptions without declaring them.
        Throwable cause = Causes.root(e);
        String verdict = sweep.watch.verdict(title);
        String problem = verdict.isEmpty() ? String.valueOf(cause.getMessage()) : verdict;
        if (cause instanceof StoppedException || StopRequest.made().isPresent()) {
          return SweepResult.Outcome.stopped(title, problem);
        }
        boolean permanent = cause instanceof UsageException || cause instanceof FailedException;
        if (attempt >= retries || (permanent && verdict.isEmpty())) {
          LOG.error("{} failed: {}", title, problem);
          return SweepResult.Outcome.failed(title, problem);
        }
        LOG.warn(
            "{} failed (attempt {} of {}) and is tried again: {}",
            title,
            attempt + 1,
            retries + 1,
            problem);
      } finally {
        sweep.watch.end(title);
      }
    }
  }

  /** Trains and scores; returns the SHA-256 of the parameters. */
  private String once() {
    Progress.Factory watched = sweep.watch.watching(run.title(), sweep.progress);
    SlotShare share = sweep.permits.share(run.title(), sweep.watch);
    // A pool for each run: the scheduler is fair between pools, first come first served inside one.
    sweep.spark.setLocalProperty(POOL, run.title());
    TrainResult trained =
        new TrainJob(sweep.spark, sweep.start, watched, share, tracked::round)
            .run(
                sweep.places.dataset(),
                sweep.places.runs(),
                run.settings(),
                sweep.retention,
                sweep.places.effectiveConfiguration());
    List<Path> predictions =
        new ScoreJob(sweep.spark, sweep.scoring.how, watched, share)
            .run(sweep.places.dataset(), trained.directory(), sweep.scoring.what);
    if (tracked != TrackedRun.NONE) {
      predictions.forEach(this::track);
    }
    return trained.state().parameterSha256();
  }

  private void track(Path file) {
    PredictionsFile.read(file, sweep.spark.hadoopConfiguration())
        .predictions()
        .forEach(
            (mode, predictions) -> {
              Metrics metrics =
                  Metrics.of(ConfusionMatrix.of(run.settings().name().classes(), predictions));
              tracked.score("accuracy-" + mode.key(), metrics.accuracy());
              metrics.oneOff().ifPresent(value -> tracked.score("one-off-" + mode.key(), value));
            });
  }
}
