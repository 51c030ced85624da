package io.agegender.jobs.cli;

import com.typesafe.config.Config;
import io.agegender.foundation.config.Settings;
import io.agegender.jobs.cli.base.Problems;
import io.agegender.jobs.cli.base.SparkCommand;
import io.agegender.jobs.train.TrainJob;
import io.agegender.jobs.train.TrainResult;
import io.agegender.jobs.train.TrainSettings;
import io.agegender.run.RunName;
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
final class TrainCommand extends SparkCommand {
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

  @Override
  protected void check(Config config) {
    TrainSettings.from(config).forRun(RunName.parse(run), testFold);
  }

  @Override
  protected boolean computes() {
    return true;
  }

  @Override
  protected int run(SparkSession spark, Config config) {
    TrainSettings settings = TrainSettings.from(config);
    TrainResult result =
        new TrainJob(new JavaSparkContext(spark.sparkContext()), startModels(config), progress())
            .run(
                path(dataset),
                path(out),
                settings.forRun(RunName.parse(run), testFold),
                settings.retention(),
                Settings.render(config));
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
