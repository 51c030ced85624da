// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.nightly;

import com.typesafe.config.Config;
import io.agegender.foundation.build.Build;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.process.ResidentMemory;
import io.agegender.foundation.progress.Progress;
import io.agegender.jobs.spark.Causes;
import io.agegender.jobs.spark.Engine;
import io.agegender.jobs.spark.FileSystemSettings;
import io.agegender.jobs.spark.JvmErrors;
import io.agegender.jobs.sweep.StallWatch;
import io.agegender.network.kernel.Backend;
import io.agegender.regression.baseline.Bands;
import io.agegender.regression.baseline.Baseline;
import io.agegender.regression.baseline.Outcome;
import io.agegender.regression.baseline.RegressionComparison;
import io.agegender.regression.baseline.RegressionRun;
import io.agegender.regression.history.HistoryLine;
import io.agegender.regression.page.RegressionFolder;
import io.agegender.storage.FileStore;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Makes a nightly run, compares it or accepts it, and writes it into the history.
 *
 * @param config the effective configuration; {@code settings} are of it
 * @param sessions starts Spark; called once the folder is found to be in order
 * @param clock tells when a nightly run began and ended
 * @param progress shows how far each step is
 */
public record NightlyRunner(
    Config config,
    NightlySettings settings,
    Supplier<SparkSession> sessions,
    Clock clock,
    Progress.Factory progress) {
  private static final String TITLE = "nightly run";

  /**
   * A nightly run that was written into the history.
   *
   * @param line its line
   * @param comparison with the baseline; of an accepted one, with itself
   * @param bands what was allowed to differ
   * @param notes what else was found
   * @param page where the page is
   */
  public record Result(
      HistoryLine line,
      RegressionComparison comparison,
      Bands bands,
      List<String> notes,
      String page) {}

  /** The history of a folder, which need not exist. */
  public static FileStore storage(Path folder) {
    return FileStore.of(folder, FileSystemSettings.now());
  }

  /**
   * Makes a nightly run and compares it with the baseline.
   *
   * @throws UsageException if there is no baseline to compare with, or an input is not there
   * @throws FailedException if something cannot be made; the history then says so
   */
  public Result compare() {
    try (RegressionFolder folder = RegressionFolder.open(storage(settings.folder()), clock)) {
      return nightly(folder, Optional.of(folder.baselines().current()), "");
    }
  }

  /**
   * Makes a nightly run and records it as the baseline.
   *
   * @param reason why, for those who come later
   * @throws FailedException if something cannot be made; the baseline before then still counts
   */
  public Result accept(String reason) {
    try (RegressionFolder folder = RegressionFolder.open(storage(settings.folder()), clock)) {
      return nightly(folder, Optional.empty(), reason);
    }
  }

  private Result nightly(RegressionFolder folder, Optional<Baseline> before, String reason) {
    FileStore work = storage(settings.folder()).folder("work");
    work.delete("");
    work.makeFolder("");
    try (SparkSession session = sessions.get();
        StallWatch watch =
            new StallWatch(
                settings.stallTimeout(),
                "nightly.stall-timeout",
                title -> session.sparkContext().cancelAllJobs())) {
      watch.begin(TITLE);
      NightlyJob job =
          new NightlyJob(session, config, settings, before, work, watch.watching(TITLE, progress));
      try {
        JvmErrors.run(job::run);
        RegressionRun nightly = nightly(folder, job, Optional.empty());
        Baseline baseline =
            before.isPresent()
                ? before.get()
                : folder.baselines().add(nightly, reason, bands(job, work));
        Result result = finish(folder, nightly, baseline, before.isEmpty(), reason);
        if (result.line().outcome().isGood()) {
          work.delete("");
        }
        return result;
      } catch (Exception e) { // Spark's Scala throws checked exceptions without declaring them.
        RuntimeException problem = problem(e, watch.verdict(TITLE));
        RegressionRun nightly =
            nightly(folder, job, Optional.of(String.valueOf(problem.getMessage())));
        failed(folder, nightly, before, problem);
        throw problem;
      }
    }
  }

  private static RuntimeException problem(Exception e, String stalled) {
    if (!stalled.isEmpty()) {
      return new FailedException(stalled, e);
    }
    Throwable root = Causes.root(e);
    return root instanceof RuntimeException runtime
        ? runtime
        : new FailedException(
            "Spark gave up: %s. Look at the logs of its executors; their memory may be too small"
                .formatted(String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
            e);
  }

  private RegressionRun nightly(RegressionFolder folder, NightlyJob job, Optional<String> problem) {
    return new RegressionRun(
        folder.started(),
        Instant.ofEpochMilli(clock.millis()),
        job.checks(),
        job.findings(),
        ResidentMemory.peakBytes(),
        problem);
  }

  private Result finish(
      RegressionFolder folder,
      RegressionRun nightly,
      Baseline baseline,
      boolean accepted,
      String reason) {
    RegressionComparison comparison = RegressionComparison.of(baseline, nightly);
    Outcome outcome = accepted ? Outcome.ACCEPTED : Outcome.of(comparison.agreement());
    String explanation =
        accepted
            ? "accepted: " + reason
            : comparison
                .first()
                .map(first -> first.name() + ": " + first.explanation())
                .or(() -> comparison.withoutEffect().map(d -> "without effect: " + d))
                .orElse("");
    HistoryLine line =
        HistoryLine.of(
            nightly,
            comparison,
            new HistoryLine.Ending(outcome, explanation),
            baseline.number(),
            commit());
    folder.finish(nightly, comparison, line, baseline.bands(), settings.trend());
    return new Result(
        line,
        comparison,
        baseline.bands(),
        folder.notes(),
        storage(settings.folder()).folder(RegressionFolder.PAGE).title());
  }

  /** A failed nightly run has a line and a page, too, unless the disk is full. */
  private void failed(
      RegressionFolder folder,
      RegressionRun nightly,
      Optional<Baseline> baseline,
      RuntimeException problem) {
    RegressionComparison comparison =
        baseline
            .map(b -> RegressionComparison.of(b, nightly))
            .orElseGet(() -> new RegressionComparison(List.of()));
    // A check that differs already may be the cause of the failure.
    String reason =
        comparison.first().map(f -> f.name() + ": " + f.explanation() + "; then: ").orElse("")
            + nightly.problem().orElse("");
    try {
      folder.finish(
          nightly,
          comparison,
          HistoryLine.of(
              nightly,
              comparison,
              new HistoryLine.Ending(Outcome.FAILED, reason),
              baseline.map(Baseline::number).orElse(0),
              commit()),
          baseline.map(Baseline::bands).orElse(Bands.ZERO),
          settings.trend());
    } catch (FailedException e) {
      problem.addSuppressed(e);
    }
  }

  private Bands bands(NightlyJob job, FileStore work) {
    boolean measured =
        switch (settings.band().measure()) {
          case ALWAYS -> true;
          case NEVER -> false;
          case GPU -> !Backend.isCpu();
        };
    if (!measured) {
      if (Engine.ofThisJvm().needsGpu()) {
        return Bands.SAME_GPU;
      }
      return Backend.isCpu() ? Bands.ZERO : Bands.UNMEASURED;
    }
    int[] repeat = {0};
    return Bands.measure(
        settings.band().seeds(),
        settings.band().margin(),
        seed -> job.again(seed, work.folder("band-" + repeat[0]++)));
  }

  private static String commit() {
    return Build.facts().getOrDefault("git.commit.id.full", "");
  }
}
