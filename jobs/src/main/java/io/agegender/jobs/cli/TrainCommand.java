// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli;

import io.agegender.foundation.config.SettingsReader;
import io.agegender.jobs.cli.base.Problems;
import io.agegender.jobs.cli.base.SparkCommand;
import io.agegender.jobs.train.TrainJob;
import io.agegender.jobs.train.TrainResult;
import io.agegender.jobs.train.TrainSettings;
import io.agegender.run.Retention;
import io.agegender.run.RunName;
import io.agegender.run.RunSettings;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code agegender train}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Trains one configuration for one test fold, or resumes it from its last checkpoint.",
      "Workers, averaging and schedule are settings of the section train; see reference.conf."
    })
final class TrainCommand extends SparkCommand<TrainCommand.Request> {
  @Option(
      names = "--dataset",
      required = true,
      paramLabel = "DIR",
      description = "What prepare wrote.")
  private String dataset;

  @Option(
      names = "--run",
      required = true,
      paramLabel = "NAME",
      description = "A configuration, such as age_net_definitions.")
  private String run;

  @Option(
      names = "--test-fold",
      required = true,
      paramLabel = "K",
      description = "The fold that is left out, 0 to 4.")
  private int testFold;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder of the runs; this one gets a folder of its own in it.")
  private String out;

  /** What is trained; dataset and folder are options. */
  record Request(RunSettings run, Retention retention, Path startModels, String effective) {}

  @Override
  protected Request settings(SettingsReader reader) {
    TrainSettings settings = TrainSettings.read(reader);
    return new Request(
        settings.forRun(RunName.parse(run), testFold),
        settings.retention(),
        startModels(reader),
        effective(reader));
  }

  @Override
  protected boolean computes() {
    return true;
  }

  @Override
  protected int run(SparkSession spark, Request request) {
    TrainResult result =
        new TrainJob(new JavaSparkContext(spark.sparkContext()), request.startModels, progress())
            .run(path(dataset), path(out), request.run, request.retention, request.effective);
    out()
        .printf(
            "%s: %d iterations, parameters sha256 %s%nrun: %s%n",
            result.directory().run().settings().title(),
            result.state().iteration(),
            result.state().parameterSha256(),
            result.directory().path());
    return Problems.DONE;
  }
}
