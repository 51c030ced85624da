// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli;

import io.agegender.adience.ClassLabels;
import io.agegender.dataset.Dataset;
import io.agegender.dataset.format.Subset;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.UsageException;
import io.agegender.jobs.cli.base.Problems;
import io.agegender.jobs.cli.base.SparkCommand;
import io.agegender.jobs.cli.option.CaffeModel;
import io.agegender.jobs.cli.option.DatasetOption;
import io.agegender.jobs.cli.option.TestedFaces;
import io.agegender.jobs.score.OtherFaces;
import io.agegender.jobs.score.ScoreJob;
import io.agegender.jobs.score.ScoreRequest;
import io.agegender.jobs.train.TrainSettings;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunSettings;
import io.agegender.score.PredictionSet;
import io.agegender.score.PredictionsFile;
import io.agegender.score.ScoreSettings;
import io.agegender.score.metrics.ConfusionMatrix;
import io.agegender.score.metrics.Metrics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code agegender score}. */
@Command(
    name = "score",
    mixinStandardHelpOptions = true,
    description = {
      "Predicts every face of a run's test fold and prints accuracy, 1-off and the confusion matrix.",
      "With --weights the run is a model that Caffe trained; it gets a run folder of its own, so that",
      "report puts it beside the published table. Crop modes and batch size: section score."
    })
final class ScoreCommand extends SparkCommand<ScoreCommand.Request> {
  @Mixin private DatasetOption dataset;

  @ArgGroup(multiplicity = "1")
  private What what;

  /** One of two. */
  private static final class What {
    @Option(
        names = "--run",
        required = true,
        paramLabel = "DIR",
        description =
            "The run's own folder; with --weights the configuration's name, such as"
                + " age_net_definitions.")
    private String run;

    @Option(
        names = "--definition",
        required = true,
        paramLabel = "FOLDER",
        description =
            "With --weights: the folder of Caffe's definitions that the model was trained with; its"
                + " name begins with age_ or gender_.")
    private String definition;
  }

  @Mixin private TestedFaces tested;

  @Option(
      names = "--other-faces",
      paramLabel = "FACES",
      description = {
        "--dataset is another one than the run was trained on: score all, or a test fold of it, 0 to 4.",
        "The predictions are kept apart and have a section of their own in the report."
      })
  private String otherFaces;

  @Option(
      names = "--crop",
      split = ",",
      paramLabel = "MODE",
      description = "centre, corner, oversample, or several of them (default: score.crop-modes).")
  private List<String> crops;

  @ArgGroup(exclusive = false, heading = CaffeModel.HEADING)
  private ImportedModel caffe;

  /** With the folder of the run that stands for the model. */
  private static final class ImportedModel extends CaffeModel {
    @Option(
        names = "--out",
        required = true,
        paramLabel = "DIR",
        description = "The folder of the runs; this one gets a folder of its own in it.")
    private String out;
  }

  @Override
  protected List<Optional<String>> derivedSettings() {
    return List.of(setting("score.crop-modes", crops, modes -> modes));
  }

  @Override
  protected Request settings(SettingsReader reader) {
    if (what.run == null && caffe == null) {
      throw new UsageException(
          "--definition %s: a folder of definitions has no weights; add --weights, --mean, --test-fold and --out, or give the folder of a trained run as --run"
              .formatted(what.definition));
    }
    if (otherFaces != null && (caffe != null || tested.request().subset() != Subset.TEST)) {
      throw new UsageException(
          "--other-faces scores a trained run on faces that it did not learn from; leave out --weights and --list");
    }
    return new Request(
        ScoreSettings.read(reader),
        tested.request(),
        Optional.ofNullable(caffe)
            .map(model -> model.settings(TrainSettings.read(reader), what.run, what.definition)),
        effective(reader));
  }

  /**
   * What is scored and how.
   *
   * @param caffeRun the settings that stand for a model that Caffe trained
   */
  record Request(
      ScoreSettings scoring,
      ScoreRequest request,
      Optional<RunSettings> caffeRun,
      String effective) {}

  @Override
  protected boolean computes() {
    return true;
  }

  @Override
  protected int run(SparkSession spark, Request request) {
    JavaSparkContext context = new JavaSparkContext(spark.sparkContext());
    Configuration hadoop = context.hadoopConfiguration();
    RunDirectory directory =
        request
            .caffeRun
            .map(settings -> imported(settings, request.effective, hadoop))
            .orElseGet(() -> RunDirectory.open(path(what.run), hadoop));
    ScoreJob job = new ScoreJob(context, request.scoring, progress());
    List<Path> files =
        otherFaces == null
            ? job.run(dataset.path(), directory, request.request)
            : job.runElsewhere(
                dataset.path(), directory, request.request, OtherFaces.of(otherFaces));
    for (Path file : files) {
      print(PredictionsFile.read(file, hadoop));
      out().println("predictions: " + file);
    }
    return Problems.DONE;
  }

  private RunDirectory imported(RunSettings settings, String effective, Configuration hadoop) {
    return caffe.run(
        path(caffe.out), settings, Dataset.open(dataset.path(), hadoop), effective, hadoop);
  }

  private void print(PredictionSet set) {
    out().println(set.header());
    ClassLabels classes = set.header().run().classes();
    set.predictions()
        .forEach(
            (mode, predictions) -> {
              ConfusionMatrix confusion = ConfusionMatrix.of(classes, predictions);
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
