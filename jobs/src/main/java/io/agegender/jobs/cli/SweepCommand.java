// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli;

import io.agegender.foundation.config.SettingsReader;
import io.agegender.jobs.cli.base.Problems;
import io.agegender.jobs.cli.base.SparkCommand;
import io.agegender.jobs.cli.option.DatasetOption;
import io.agegender.jobs.cli.option.RunsOption;
import io.agegender.jobs.sweep.SweepJob;
import io.agegender.jobs.sweep.SweepResult;
import io.agegender.jobs.sweep.SweepSettings;
import io.agegender.jobs.sweep.plan.CalibrationSettings;
import io.agegender.jobs.sweep.plan.SweepPlan;
import io.agegender.jobs.tracking.Tracker;
import io.agegender.jobs.tracking.TrackingSettings;
import io.agegender.jobs.train.TrainSettings;
import io.agegender.jobs.train.start.PretrainedSettings;
import io.agegender.run.RunSettings;
import io.agegender.score.ScoreSettings;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code agegender sweep}. */
@Command(
    name = "sweep",
    mixinStandardHelpOptions = true,
    description = {
      "Trains and scores every configuration and test fold of the section sweep.",
      "Finished runs are skipped, half-done ones resume; one that fails does not stop the others."
    })
final class SweepCommand extends SparkCommand<SweepCommand.Request> {
  @Mixin private DatasetOption dataset;

  @Mixin private RunsOption runs;

  @Option(
      names = "--dry-run",
      description = {
        "Print the plan and stop: order, memory, disk, traffic, time, options for the start, and",
        "what is done already. Exit code 2 if it does not fit."
      })
  private boolean dryRun;

  @Option(
      names = "--no-calibration",
      description = "With --dry-run: train nothing, forecast no times.")
  private Boolean noCalibration;

  @Override
  protected List<Optional<String>> derivedSettings() {
    return List.of(setting("sweep.calibration-steps", noCalibration, flag -> 0));
  }

  /** Whether the plan is of GPUs that need not be there. */
  private boolean assumed;

  /** What is trained, scored, planned and followed. */
  record Request(
      SweepSettings selection,
      TrainSettings train,
      ScoreSettings score,
      CalibrationSettings calibration,
      TrackingSettings tracking,
      PretrainedSettings start,
      String effective) {}

  @Override
  protected Request settings(SettingsReader reader) {
    SweepSettings selection = SweepSettings.read(reader);
    PretrainedSettings start = start(reader);
    Request request =
        new Request(
            selection,
            TrainSettings.read(reader),
            ScoreSettings.read(reader),
            CalibrationSettings.read(reader),
            TrackingSettings.read(reader),
            selection.startsFromRun() ? start.forNamed() : start,
            effective(reader));
    List<RunSettings> unused = request.selection.runs(request.train);
    assumed = dryRun && request.calibration.gpus().isGiven();
    return request;
  }

  @Override
  protected boolean computes() {
    return !assumed;
  }

  @Override
  protected int run(SparkSession spark, Request request) {
    SweepJob.Places places = new SweepJob.Places(dataset.path(), runs.path(), request.effective);
    try (Tracker tracker = Tracker.from(request.tracking)) {
      SweepJob job =
          new SweepJob(
              new JavaSparkContext(spark.sparkContext()),
              request.start,
              request.score,
              progress(),
              tracker);
      if (dryRun) {
        SweepPlan plan = job.plan(places, request.selection, request.train, request.calibration);
        out().print(plan);
        out().flush();
        return plan.problems().isEmpty() ? Problems.DONE : Problems.USAGE;
      }
      SweepResult result = job.run(places, request.selection, request.train);
      print(out(), result);
      return exitCode(result);
    }
  }

  static void print(PrintWriter out, SweepResult result) {
    for (SweepResult.Outcome outcome : result.outcomes()) {
      out.printf(
          "%-50s %s%n",
          outcome.title(),
          outcome.succeeded()
              ? "parameters sha256 " + outcome.parameterSha256()
              : "FAILED: " + outcome.problem());
    }
  }

  static int exitCode(SweepResult result) {
    int failures = result.failures().size();
    if (failures == 0) {
      return Problems.DONE;
    }
    return failures == result.outcomes().size() ? Problems.FAILED : Problems.PARTLY;
  }
}
