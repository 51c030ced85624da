// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.cli;

import com.typesafe.config.Config;
import io.agegender.benchmarks.accuracy.AccuracyBenchmark;
import io.agegender.benchmarks.accuracy.Grid;
import io.agegender.benchmarks.accuracy.Outcome;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.Choice;
import io.agegender.jobs.cli.base.BenchmarkCommand;
import io.agegender.jobs.cli.base.Problems;
import io.agegender.jobs.cli.base.SparkStart;
import io.agegender.jobs.cli.option.DatasetOption;
import io.agegender.jobs.cli.option.NetworkChoice;
import io.agegender.jobs.sweep.SweepSettings;
import io.agegender.jobs.train.TrainSettings;
import io.agegender.jobs.train.start.PretrainedSettings;
import io.agegender.run.BatchMode;
import io.agegender.score.ScoreSettings;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code agegender bench accuracy}. */
@Command(
    name = "accuracy",
    mixinStandardHelpOptions = true,
    description = {
      "What averaging costs in accuracy: trains a configuration with every W, K, batch mode and seed,",
      "scores each checkpoint, and writes table, plots and verdict. Started again, it resumes.",
      "Lengths, rates and batch are those of train.schedule; W needs as many slots (--master local[8])."
    })
public final class AccuracyCommand extends BenchmarkCommand {
  @Mixin private DatasetOption dataset;

  @ArgGroup(multiplicity = "1")
  private NetworkChoice network;

  @Option(
      names = "--test-fold",
      paramLabel = "F",
      description = "The fold that is left out (default: ${DEFAULT-VALUE}).")
  private int testFold;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Gets the files, and the runs in a folder of its own.")
  private String out;

  @Option(
      names = "--workers",
      split = ",",
      paramLabel = "W",
      description = "Workers (default: ${DEFAULT-VALUE}); 1 is always measured.")
  private List<Integer> workers = List.of(1, 2, 4, 8);

  @Option(
      names = "--intervals",
      split = ",",
      paramLabel = "K",
      description = "Steps between two averagings (default: ${DEFAULT-VALUE}).")
  private List<Integer> intervals = List.of(1, 10, 50, 500);

  @Option(
      names = "--batch-modes",
      split = ",",
      paramLabel = "MODE",
      description =
          "What the batch means for several workers, split or per-worker (default:"
              + " ${DEFAULT-VALUE}). All runs see the same number of faces.")
  private List<String> batchModes = List.of("split");

  @Option(
      names = "--seeds",
      split = ",",
      paramLabel = "SEED",
      description = "Each way is trained with each seed (default: ${DEFAULT-VALUE}).")
  private List<Long> seeds = List.of(1L, 2L, 3L);

  @Option(
      names = "--points",
      paramLabel = "N",
      description = "How often accuracy is measured in a run (default: ${DEFAULT-VALUE}).")
  private int points = 4;

  private record Setup(
      SparkStart spark, PretrainedSettings start, AccuracyBenchmark.Request request) {}

  @Override
  protected int run(Config config) {
    Setup setup = SettingsReader.read(config, this::setup);
    try (SparkSession session = setup.spark().computing(name(), master())) {
      JavaSparkContext spark = new JavaSparkContext(session.sparkContext());
      Outcome outcome =
          new AccuracyBenchmark(spark, setup.start(), progress())
              .run(dataset.path(), path(this.out), setup.request());
      outcome.verdict().forEach(out()::println);
      outcome.failures().forEach(failure -> out().println("FAILED: " + failure));
      out().println("files: " + path(this.out));
      out().flush();
      return outcome.failures().isEmpty() ? Problems.DONE : Problems.PARTLY;
    }
  }

  private Setup setup(SettingsReader reader) {
    Grid grid =
        new Grid(
            workers,
            intervals,
            batchModes.stream()
                .map(mode -> Choice.of(BatchMode.class, "--batch-modes", mode))
                .toList(),
            seeds,
            points);
    return new Setup(
        SparkStart.read(reader),
        PretrainedSettings.read(reader),
        new AccuracyBenchmark.Request(
            grid,
            SweepSettings.read(reader),
            TrainSettings.read(reader),
            network.settings(testFold),
            ScoreSettings.read(reader).batchSize(),
            Settings.render(reader.config())));
  }
}
