package io.agegender.jobs.cli;

import com.typesafe.config.Config;
import io.agegender.adience.Alignment;
import io.agegender.adience.Target;
import io.agegender.jobs.score.ScoreJob;
import io.agegender.run.RunDirectory;
import io.agegender.score.ConfusionMatrix;
import io.agegender.score.Metrics;
import io.agegender.score.PredictionSet;
import io.agegender.score.PredictionsFile;
import io.agegender.score.ScoreSettings;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code agegender score}. */
@Command(
    name = "score",
    mixinStandardHelpOptions = true,
    description = {
      "Predicts every face of a run's test fold and prints accuracy, 1-off and the confusion matrix.",
      "Crop modes and batch size: section score."
    })
final class ScoreCommand extends SparkCommand {
  @Option(
      names = "--dataset",
      required = true,
      paramLabel = "DIR",
      description = "What the run was trained on.")
  private String dataset;

  @Option(
      names = "--run",
      required = true,
      paramLabel = "DIR",
      description = "The run's own folder.")
  private String run;

  @Option(
      names = "--test-alignment",
      paramLabel = "ALIGNMENT",
      description =
          "Test on aligned or unaligned faces (default: as published; mixed models on unaligned).")
  private String testAlignment;

  @Override
  void check(Config config) {
    ScoreSettings.from(config);
  }

  @Override
  int run(SparkSession spark, Config config) {
    JavaSparkContext context = new JavaSparkContext(spark.sparkContext());
    RunDirectory directory = RunDirectory.open(path(run), context.hadoopConfiguration());
    Path file =
        new ScoreJob(context, ScoreSettings.from(config), progress())
            .run(path(dataset), directory, Optional.ofNullable(testAlignment).map(Alignment::of));
    PredictionSet set = PredictionsFile.read(file, context.hadoopConfiguration());
    print(set);
    out().println("predictions: " + file);
    return Problems.DONE;
  }

  private void print(PredictionSet set) {
    out().println(set.header());
    Target target = set.header().run().target();
    set.predictions()
        .forEach(
            (mode, predictions) -> {
              ConfusionMatrix confusion = ConfusionMatrix.of(target, predictions);
              Metrics metrics = Metrics.of(confusion);
              out()
                  .printf(
                      Locale.ROOT,
                      "%n%s crops: accuracy %.4f%s over %d faces%n%s%n",
                      mode.key(),
                      metrics.accuracy(),
                      metrics.oneOff().isPresent()
                          ? ", 1-off %.4f".formatted(metrics.oneOff().getAsDouble())
                          : "",
                      metrics.rows(),
                      confusion);
            });
  }
}
