// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli;

import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.FailedException;
import io.agegender.jobs.cli.base.BaseCommand;
import io.agegender.jobs.cli.base.Problems;
import io.agegender.jobs.cli.base.SparkCommand;
import io.agegender.jobs.cli.option.RunOption;
import io.agegender.jobs.reproduce.ReproduceJob;
import io.agegender.jobs.reproduce.ReproduceRequest;
import io.agegender.jobs.train.start.PretrainedSettings;
import io.agegender.regression.Agreement;
import io.agegender.regression.Band;
import io.agegender.regression.Reproduction;
import io.agegender.score.ScoreSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code agegender reproduce}. */
@Command(
    name = "reproduce",
    mixinStandardHelpOptions = true,
    description = {
      "Trains a run again from its record and compares parameters, losses and predictions.",
      "Exit code 0: the same; 4: drift; 2: the two cannot be compared, and why; 1: it failed.",
      "What still counts as the same where the device scatters: section reproduce."
    })
final class ReproduceCommand extends SparkCommand<ReproduceCommand.Request> {
  @Mixin private RunOption run;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Only its first N averaging rounds (default: all that it has done).")
  private Integer rounds;

  @Option(
      names = "--dataset",
      paramLabel = "DIR",
      description = "Where its dataset is now (default: where it was).")
  private String dataset;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description = "An empty folder for the run made again (default: a temporary one, removed).")
  private String work;

  /** What the settings say; the rest are options. */
  record Request(Band band, int batchSize, PretrainedSettings start) {}

  @Override
  protected Request settings(SettingsReader reader) {
    return new Request(Band.read(reader), ScoreSettings.read(reader).batchSize(), start(reader));
  }

  @Override
  protected int run(SparkSession spark, Request request) {
    Optional<File> temporary = work == null ? Optional.of(temporary()) : Optional.empty();
    try {
      Reproduction reproduction =
          new ReproduceJob(spark, request.start.models(), request.batchSize, progress())
              .run(
                  new ReproduceRequest(
                      run.path(),
                      Optional.ofNullable(dataset).map(BaseCommand::path),
                      rounds == null ? OptionalInt.empty() : OptionalInt.of(rounds),
                      temporary.map(File::toURI).map(Path::new).orElseGet(() -> path(work)),
                      request.band));
      reproduction.lines().forEach(out()::println);
      return exitCode(reproduction.agreement());
    } finally {
      temporary.ifPresent(FileUtil::fullyDelete);
    }
  }

  static int exitCode(Agreement agreement) {
    return switch (agreement) {
      case IDENTICAL, WITHIN_BAND -> Problems.DONE;
      case NOT_COMPARABLE -> Problems.USAGE;
      case DRIFT -> Problems.DRIFT;
    };
  }

  private static File temporary() {
    try {
      return Files.createTempDirectory("agegender-reproduce").toFile();
    } catch (IOException e) {
      throw new FailedException("cannot make a temporary folder: " + e.getMessage(), e);
    }
  }
}
