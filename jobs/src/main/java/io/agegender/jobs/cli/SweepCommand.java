package io.agegender.jobs.cli;

import com.typesafe.config.Config;
import io.agegender.foundation.config.Settings;
import io.agegender.jobs.cli.base.Problems;
import io.agegender.jobs.cli.base.SparkCommand;
import io.agegender.jobs.sweep.SweepJob;
import io.agegender.jobs.sweep.SweepResult;
import io.agegender.jobs.sweep.SweepSettings;
import io.agegender.jobs.sweep.plan.CalibrationSettings;
import io.agegender.jobs.sweep.plan.SweepPlan;
import io.agegender.jobs.tracking.Tracker;
import io.agegender.jobs.train.TrainSettings;
import io.agegender.run.RunName;
import io.agegender.score.ScoreSettings;
import java.io.PrintWriter;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code agegender sweep}. */
@Command(
    name = "sweep",
    mixinStandardHelpOptions = true,
    description = {
      "Trains and scores every configuration and test fold of the section sweep.",
      "Finished runs are skipped, half-done ones resume; one that fails does not stop the others."
    })
final class SweepCommand extends SparkCommand {
  @Option(
      names = "--dataset",
      required = true,
      paramLabel = "DIR",
      description = "What prepare wrote.")
  private String dataset;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder of the runs.")
  private String out;

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
  private boolean noCalibration;

  @Override
  protected List<String> derivedSettings() {
    return noCalibration ? List.of("sweep.calibration-steps=0") : List.of();
  }

  @Override
  protected void check(Config config) {
    CalibrationSettings.from(config);
    SweepSettings selection = SweepSettings.from(config);
    TrainSettings settings = TrainSettings.from(config);
    ScoreSettings.from(config);
    for (RunName name : selection.runs()) {
      selection.testFolds().forEach(fold -> settings.forRun(name, fold));
    }
  }

  @Override
  protected boolean computes() {
    return true;
  }

  @Override
  protected int run(SparkSession spark, Config config) {
    try (Tracker tracker = Tracker.from(config)) {
      return run(
          new SweepJob(
              new JavaSparkContext(spark.sparkContext()),
              startModels(config),
              ScoreSettings.from(config),
              progress(),
              tracker),
          config);
    }
  }

  private int run(SweepJob job, Config config) {
    SweepJob.Places places = new SweepJob.Places(path(dataset), path(out), Settings.render(config));
    if (dryRun) {
      SweepPlan plan =
          job.plan(
              places,
              SweepSettings.from(config),
              TrainSettings.from(config),
              CalibrationSettings.from(config));
      out().print(plan);
      out().flush();
      return plan.problems().isEmpty() ? Problems.DONE : Problems.USAGE;
    }
    SweepResult result = job.run(places, SweepSettings.from(config), TrainSettings.from(config));
    print(out(), result);
    return exitCode(result);
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
