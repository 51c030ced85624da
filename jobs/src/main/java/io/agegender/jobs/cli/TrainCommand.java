// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli;

import com.typesafe.config.ConfigUtil;
import io.agegender.adience.Target;
import io.agegender.dataset.Dataset;
import io.agegender.definitions.DefinitionFolder;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.FailedException;
import io.agegender.jobs.cli.base.Problems;
import io.agegender.jobs.cli.base.SparkCommand;
import io.agegender.jobs.spark.FileSystemSettings;
import io.agegender.jobs.sweep.StallWatch;
import io.agegender.jobs.sweep.plan.MissingClasses;
import io.agegender.jobs.train.TrainJob;
import io.agegender.jobs.train.TrainResult;
import io.agegender.jobs.train.TrainSettings;
import io.agegender.jobs.train.start.PretrainedSettings;
import io.agegender.run.Retention;
import io.agegender.run.RunName;
import io.agegender.run.RunSettings;
import io.agegender.storage.FileStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
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

  @ArgGroup(multiplicity = "1")
  private What what;

  /** A built-in configuration, or a user's own. */
  static final class What {
    @Option(
        names = "--run",
        required = true,
        paramLabel = "NAME",
        description = "A configuration, such as age_net_definitions.")
    private String run;

    @ArgGroup(exclusive = false)
    private Definition definition;
  }

  /** The options that belong together. */
  static final class Definition {
    @Option(
        names = "--definition",
        required = true,
        paramLabel = "FOLDER",
        description = {
          "A folder with Caffe's train_val.prototxt and solver.prototxt, or one of each for each",
          "test fold. Network, batch, crop, mirror and solver are the folder's."
        })
    private String folder;

    @Option(
        names = "--target",
        paramLabel = "TARGET",
        description = "What its network predicts, age or gender (default: the folder's name).")
    private String target;

    DefinitionFolder read() {
      return DefinitionFolder.read(
          FileStore.of(path(folder), FileSystemSettings.now()),
          Optional.ofNullable(target).map(Target::of));
    }
  }

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
  protected List<String> derivedSettings() {
    return startFrom == null
        ? List.of()
        : List.of("pretrained.run=" + ConfigUtil.quoteString(path(startFrom).toString()));
  }

  @Override
  protected Request settings(SettingsReader reader) {
    TrainSettings settings = TrainSettings.read(reader);
    return new Request(
        what.definition == null
            ? settings.forRun(RunName.parse(what.run), testFold)
            : settings.forDefinition(what.definition.read(), testFold),
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
        request.run, Dataset.open(path(dataset), context.hadoopConfiguration()));
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
            .run(path(dataset), path(out), request.run, request.retention, request.effective);
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
