// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli;

import com.typesafe.config.ConfigUtil;
import io.agegender.dataset.Dataset;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.FailedException;
import io.agegender.jobs.cli.base.Problems;
import io.agegender.jobs.cli.base.SparkCommand;
import io.agegender.jobs.cli.option.DatasetOption;
import io.agegender.jobs.cli.option.NetworkChoice;
import io.agegender.jobs.cli.option.RunsOption;
import io.agegender.jobs.sweep.StallWatch;
import io.agegender.jobs.sweep.plan.MissingClasses;
import io.agegender.jobs.train.TrainJob;
import io.agegender.jobs.train.TrainResult;
import io.agegender.jobs.train.TrainSettings;
import io.agegender.jobs.train.start.PretrainedSettings;
import io.agegender.run.Retention;
import io.agegender.run.RunSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
  @Mixin private DatasetOption dataset;

  @ArgGroup(multiplicity = "1")
  private NetworkChoice network;

  @Option(
      names = "--test-fold",
      required = true,
      paramLabel = "K",
      description = "The fold that is left out, 0 to 4.")
  private int testFold;

  @Mixin private RunsOption runs;

  @Option(
      names = "--start-from",
      paramLabel = "RUN",
      description = {
        "A run's folder: start from its newest weights, layer by layer by name; heads of another",
        "shape are new (default: pretrained.run)."
      })
  private String startFrom;

  private static final String STALL_TIMEOUT = "sweep.stall-timeout";

  /** What is trained; dataset and folder are options. */
  record Request(
      RunSettings run,
      Retention retention,
      PretrainedSettings start,
      Duration stallTimeout,
      MissingClasses missingClasses,
      String effective) {}

  @Override
  protected List<Optional<String>> derivedSettings() {
    return List.of(
        setting("pretrained.run", startFrom, run -> ConfigUtil.quoteString(path(run).toString())));
  }

  @Override
  protected Request settings(SettingsReader reader) {
    TrainSettings settings = TrainSettings.read(reader);
    return new Request(
        network.settings(testFold).apply(settings),
        settings.retention(),
        start(reader),
        reader.duration(STALL_TIMEOUT),
        MissingClasses.read(reader),
        effective(reader));
  }

  @Override
  protected boolean computes() {
    return true;
  }

  @Override
  protected int run(SparkSession spark, Request request) {
    JavaSparkContext context = new JavaSparkContext(spark.sparkContext());
    request.missingClasses.require(
        request.run, Dataset.open(dataset.path(), context.hadoopConfiguration()));
    TrainResult result = train(context, request);
    out()
        .printf(
            "%s: %d iterations, parameters sha256 %s%nrun: %s%n",
            result.directory().run().settings().title(),
            result.state().iteration(),
            result.state().parameterSha256(),
            result.directory().path());
    return Problems.DONE;
  }

  /** As a sweep does: a worker that hangs ends the command, which can then resume. */
  private TrainResult train(JavaSparkContext spark, Request request) {
    String title = request.run.title();
    try (StallWatch watch =
        new StallWatch(
            request.stallTimeout, STALL_TIMEOUT, stalled -> spark.sc().cancelJobGroup(stalled))) {
      watch.begin(title);
      try {
        return new TrainJob(spark, request.start, watch.watching(title, progress()))
            .run(dataset.path(), runs.path(), request.run, request.retention, request.effective);
      } catch (RuntimeException e) {
        if (watch.verdict(title).isEmpty()) {
          throw e;
        }
        throw new FailedException(
            "%s: %s. The log has a thread dump; the same command resumes from the last checkpoint"
                .formatted(title, watch.verdict(title)),
            e);
      }
    }
  }
}
