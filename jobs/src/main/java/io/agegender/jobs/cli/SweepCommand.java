package io.agegender.jobs.cli;

import com.typesafe.config.Config;
import io.agegender.config.Settings;
import io.agegender.jobs.sweep.SweepJob;
import io.agegender.jobs.sweep.SweepResult;
import io.agegender.jobs.sweep.SweepSettings;
import io.agegender.jobs.train.TrainSettings;
import io.agegender.run.RunName;
import io.agegender.score.ScoreSettings;
import java.io.PrintWriter;
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
      "Finished runs are skipped, half-done ones go on; one that fails does not stop the others."
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

  @Override
  void check(Config config) {
    SweepSettings selection = SweepSettings.from(config);
    TrainSettings settings = TrainSettings.from(config);
    ScoreSettings.from(config);
    for (RunName name : selection.runs()) {
      selection.testFolds().forEach(fold -> settings.forRun(name, fold));
    }
  }

  @Override
  int run(SparkSession spark, Config config) {
    SweepResult result =
        new SweepJob(
                new JavaSparkContext(spark.sparkContext()),
                startModels(config),
                ScoreSettings.from(config),
                progress())
            .run(
                new SweepJob.Places(path(dataset), path(out), Settings.render(config)),
                SweepSettings.from(config),
                TrainSettings.from(config));
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
