// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.progress.Progress;
import io.agegender.jobs.spark.Causes;
import io.agegender.jobs.spark.JvmErrors;
import io.agegender.jobs.spark.SlotShare;
import io.agegender.jobs.spark.StopRequest;
import io.agegender.jobs.spark.StoppedException;
import io.agegender.jobs.train.heap.HeapNeed;
import io.agegender.run.Checkpoints;
import io.agegender.run.MetricsLog;
import io.agegender.run.Retention;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunLog;
import io.agegender.run.RunSettings;
import io.agegender.run.RunState;
import io.agegender.run.RunState.Phase;
import io.agegender.storage.Lease;
import io.agegender.training.Rounds;
import io.agegender.training.SampleStream;
import io.agegender.training.TrainingState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FSError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rounds of one start of a run: from its newest checkpoint to its last iteration, or to what
 * ends it before. Checkpoints, measurements, state and log are written on the way.
 */
final class Training {
  private static final Logger LOG = LoggerFactory.getLogger(Training.class);
  private static final Duration LOG_EVERY = Duration.ofMinutes(1);

  private final RunDirectory directory;
  private final RunSettings settings;
  private final Checkpoints checkpoints;
  private final Lease lease;
  private final Retention keep;
  private final RunLog log;
  private final SlotShare share;
  private final Consumer<MetricsLog.Row> eachRound;
  private final List<MetricsLog.Row> metrics = new ArrayList<>();
  private RunState noted = new RunState(Phase.RUNNING, 0, "", "", Instant.now());
  private long loggedAt = System.nanoTime();

  /** How long the last one of this start took: of a round nothing is known before the first. */
  private Duration roundTook = Duration.ofDays(1);

  private Duration checkpointTook = Duration.ZERO;

  /**
   * @param lease of the directory
   * @param share the slots that it computes on; released while the last checkpoint is written
   * @param eachRound is told of each round
   */
  Training(
      RunDirectory directory,
      Lease lease,
      Retention keep,
      RunLog log,
      SlotShare share,
      Consumer<MetricsLog.Row> eachRound) {
    this.directory = directory;
    this.settings = directory.run().settings();
    this.checkpoints = directory.checkpoints();
    this.lease = lease;
    this.keep = keep;
    this.log = log;
    this.share = share;
    this.eachRound = eachRound;
  }

  /**
   * Trains until the last iteration.
   *
   * @param cut into which rounds
   * @param first gives the state at iteration 0, where there is no checkpoint
   * @throws DivergedException if a loss or a parameter is not a number any more
   * @throws FailedException if a checkpoint cannot be written or the lease was lost
   */
  TrainResult run(
      AveragingRounds averaging,
      Rounds cut,
      SampleStream stream,
      Supplier<TrainingState> first,
      Progress.Factory progress) {
    try {
      TrainingState start = checkpoints.newest(this::passedOver).orElseGet(first);
      metrics.addAll(directory.metrics().read(start.iteration()));
      note(Phase.RUNNING, start.iteration(), start.parameters().sha256(), "");
      log.note(String.format(Locale.ROOT, "training from iteration %d", start.iteration()));
      try (Progress bar =
          progress.start(share.title(settings.title()), settings.iterations(), "iterations")) {
        bar.at(start.iteration(), start.iteration() > 0 ? "resuming from a checkpoint" : "");
        // What goes before needs the driver only; others compute meanwhile.
        SlotShare.Permit permit = share.acquire();
        try {
          bar.at(start.iteration(), ""); // The wait is over.
          rounds(start, new Work(averaging, cut, stream), bar, permit);
        } finally {
          permit.release();
        }
      }
      note(Phase.FINISHED, settings.iterations(), noted.parameterSha256(), "");
      log.note("finished, parameters sha256 " + noted.parameterSha256());
      LOG.info("{} finished, parameters sha256 {}", settings.title(), noted.parameterSha256());
      return new TrainResult(directory, noted, start.iteration());
    } catch (DivergedException e) {
      ended(Phase.DIVERGED, e);
      throw e;
    } catch (OutOfMemoryError e) {
      FailedException problem =
          new FailedException(
              "the driver is out of memory: %s. %s"
                  .formatted(
                      e.getMessage(),
                      HeapNeed.advice(
                          settings, averaging.isLocal(), Runtime.getRuntime().maxMemory())),
              e);
      ended(Phase.FAILED, problem);
      throw problem;
    } catch (FSError | LinkageError | StackOverflowError | InternalError e) {
      RuntimeException problem = JvmErrors.explained(e);
      ended(Phase.FAILED, problem);
      throw problem;
    } catch (Exception e) { // Spark's Scala throws checked exceptions without declaring them.
      Optional<StoppedException> stopped = StopRequest.made();
      ended(stopped.isPresent() ? Phase.STOPPED : Phase.FAILED, e);
      if (stopped.isPresent()) {
        stopped.get().addSuppressed(e);
        throw stopped.get();
      }
      throw e;
    }
  }

  private record Work(AveragingRounds averaging, Rounds rounds, SampleStream stream) {}

  @SuppressWarnings("try") // The work is announced, not used.
  private void rounds(TrainingState start, Work work, Progress bar, SlotShare.Permit permit) {
    TrainingState state = start;
    while (state.iteration() < settings.iterations()) {
      keepIfStopped(state);
      StopRequest.check();
      try (StopRequest.Work unused = StopRequest.begins(roundTook.plus(checkpointTook))) {
        state = round(state, work, bar, permit);
      }
    }
  }

  /** A round and what is to be written after it. */
  private TrainingState round(
      TrainingState start, Work work, Progress bar, SlotShare.Permit permit) {
    Rounds rounds = work.rounds();
    int first = start.iteration();
    long began = System.nanoTime();
    AveragingRounds.Outcome outcome =
        work.averaging().run(start, rounds.cut(work.stream(), settings.seed(), first));
    roundTook = since(began);
    double loss = requireFinite(outcome, first);
    TrainingState state = outcome.state();
    int next = state.iteration();
    long images = rounds.samplesBefore(next) - rounds.samplesBefore(first);
    MetricsLog.Row row =
        new MetricsLog.Row(
            next,
            loss,
            settings.solver().learningRate(next - 1),
            images,
            roundTook.toNanos() / 1e9);
    metrics.add(row);
    eachRound.accept(row);
    bar.at(
        next, String.format(Locale.ROOT, "loss %.4f, %.1f images/s", loss, row.imagesPerSecond()));
    if (next == settings.iterations()) {
      permit.release(); // Others compute while the last checkpoint is written.
    }
    boolean due =
        next == settings.iterations()
            || next / settings.checkpointEvery() > first / settings.checkpointEvery();
    if (due || System.nanoTime() - loggedAt > LOG_EVERY.toNanos()) {
      log(row, outcome.reports());
    }
    if (due) {
      checkpoint(state, MetricsLog.meanLoss(metrics, next - settings.checkpointEvery()));
    } else {
      log.flush();
    }
    return state;
  }

  /** Writes a checkpoint before its time, if there are rounds since the last and time for it. */
  @SuppressWarnings("try") // As above.
  private void keepIfStopped(TrainingState state) {
    if (state.iteration() > noted.iteration() && StopRequest.leavesTimeFor(checkpointTook)) {
      try (StopRequest.Work unused = StopRequest.begins(checkpointTook)) {
        // Without a loss: which ones are the best must not depend on when somebody stopped.
        checkpoint(state, OptionalDouble.empty());
      }
    }
  }

  private static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }

  /**
   * @param loss the mean training loss by which the best are chosen; empty if it cannot be one
   */
  private void checkpoint(TrainingState state, OptionalDouble loss) {
    long began = System.nanoTime();
    if (!state.parameters().isFinite() || !state.momentum().isFinite()) {
      // The loss is of the step before: it may still be a number.
      throw new DivergedException(
          String.format(
              Locale.ROOT,
              "diverged: after iteration %d not all parameters are numbers; the last checkpoint is kept. Lower"
                  + " the base learning rate (schedules.solvers), or look for broken data",
              state.iteration() - 1));
    }
    // Measurements first: a new start reads those up to its checkpoint.
    directory.metrics().write(metrics, lease);
    String hash = checkpoints.save(state, loss, keep, lease);
    note(Phase.RUNNING, state.iteration(), hash, "");
    log.note(
        String.format(Locale.ROOT, "checkpoint %d, parameters sha256 %s", state.iteration(), hash));
    checkpointTook = since(began);
  }

  private void log(MetricsLog.Row row, List<WorkerReport> reports) {
    loggedAt = System.nanoTime();
    log.add(
        String.format(
            Locale.ROOT,
            "iteration %d of %d: loss %.4f, learning rate %s, %.1f images/s; a round of %.2f s, computing %s",
            row.iteration(),
            settings.iterations(),
            row.loss(),
            row.learningRate(),
            row.imagesPerSecond(),
            row.seconds(),
            reports.stream()
                .map(r -> String.format(Locale.ROOT, "%.2f s on %s", r.seconds(), r.host()))
                .collect(Collectors.joining(", "))));
  }

  private void passedOver(String damaged) {
    LOG.warn("{}", damaged);
    log.note(damaged);
  }

  private void note(Phase phase, int iteration, String hash, String message) {
    noted = new RunState(phase, iteration, hash, message, Instant.now());
    directory.update(noted, lease); // Another driver's state is not ours to write.
  }

  /** Notes an end before the last iteration; the last checkpoint stays. */
  private void ended(Phase phase, Throwable e) {
    String message = String.valueOf(Causes.root(e).getMessage());
    if (phase == Phase.STOPPED) {
      log.note(message);
    } else {
      log.failure(phase + ": " + message, e);
    }
    try {
      note(phase, noted.iteration(), noted.parameterSha256(), message);
    } catch (FailedException second) {
      e.addSuppressed(second);
    }
  }

  private static double requireFinite(AveragingRounds.Outcome outcome, int first) {
    for (WorkerReport report : outcome.reports()) {
      for (int step = 0; step < report.losses().length; step++) {
        if (!Double.isFinite(report.losses()[step])) {
          throw new DivergedException(
              String.format(
                  Locale.ROOT,
                  "diverged: the loss of worker %d at iteration %d is %s; the last checkpoint is kept."
                      + " Lower the base learning rate (schedules.solvers), or look for broken data",
                  report.worker(),
                  first + step,
                  report.losses()[step]));
        }
      }
    }
    return outcome.reports().stream().mapToDouble(WorkerReport::meanLoss).average().orElseThrow();
  }
}
