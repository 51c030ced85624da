// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.reproduce;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.progress.Progress;
import io.agegender.jobs.score.ScoreJob;
import io.agegender.jobs.score.ScoreRequest;
import io.agegender.jobs.spark.Engine;
import io.agegender.jobs.train.TrainJob;
import io.agegender.jobs.train.start.PretrainedSettings;
import io.agegender.jobs.train.start.PretrainedSource;
import io.agegender.network.LayerSpan;
import io.agegender.prepare.VerifyJob;
import io.agegender.prepare.VerifyResult;
import io.agegender.regression.Deviation;
import io.agegender.regression.Difference;
import io.agegender.regression.ParameterComparison;
import io.agegender.regression.PredictionComparison;
import io.agegender.regression.Reproduction;
import io.agegender.regression.Reproduction.Part;
import io.agegender.regression.RoundComparison;
import io.agegender.run.Retention;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunSettings;
import io.agegender.score.PredictionSet;
import io.agegender.score.PredictionsFile;
import io.agegender.score.ScoreSettings;
import io.agegender.score.Snapshots;
import io.agegender.storage.FileStore;
import io.agegender.training.FloatChunks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Trains a run again from its record, as far as it has come or for its first rounds, and compares:
 * parameters, losses, predictions, provenance.
 *
 * @param startModels the folder of the published models that finetuning and imdbwiki start from
 * @param scoringBatch crops in one forward pass, where the run's predictions do not say how many
 * @param progress shows how far the training is
 */
public record ReproduceJob(
    SparkSession session, Path startModels, int scoringBatch, Progress.Factory progress) {
  private static final int SHOWN_PROBLEMS = 5;

  /**
   * Makes a run again.
   *
   * @throws UsageException if the folder is not a run, the work folder is not empty, or the run has
   *     not done so many rounds
   * @throws FailedException if the dataset is damaged, or training fails
   */
  public Reproduction run(ReproduceRequest request) {
    RunDirectory original = RunDirectory.open(request.run(), hadoop());
    String title = original.run().settings().title();
    Path dataset = request.dataset().orElseGet(() -> new Path(original.run().dataset()));
    ReproductionScope scope = ReproductionScope.of(original, request.rounds());
    List<String> unmet =
        Preconditions.of(
            original.run(),
            scope,
            dataset,
            new PretrainedSource(PretrainedSettings.of(startModels, original.run()), hadoop()),
            Engine.of(spark().getConf()),
            hadoop());
    if (!unmet.isEmpty()) {
      return Reproduction.notComparable(title, unmet);
    }
    refuseUsed(request.work());
    verify(dataset);
    RunSettings settings = original.run().settings().until(scope.iterations());
    // The checkpoint that is compared must survive those that come after it.
    int keep = 2 + (scope.iterations() - scope.checkpoint()) / settings.checkpointEvery();
    RunDirectory again =
        new TrainJob(spark(), PretrainedSettings.of(startModels, original.run()), progress)
            .run(dataset, request.work(), settings, new Retention(keep, 0), "")
            .directory();
    List<Part> parts = new ArrayList<>();
    parameters(original, again, scope).ifPresent(parts::add);
    parts.add(RoundComparison.of(scope.rows(), again.metrics().read(scope.iterations())));
    parts.addAll(predictions(original, again, dataset, scope.iterations()));
    return new Reproduction(
        title,
        scope.iterations(),
        List.of(),
        parts,
        Difference.between(original.run().provenance(), again.run().provenance()),
        request.band());
  }

  /** Of the newest iteration that both have a checkpoint or a hash of. */
  private Optional<Part> parameters(
      RunDirectory original, RunDirectory again, ReproductionScope scope) {
    if (!scope.hash().isEmpty()) {
      String now = again.state().orElseThrow().parameterSha256();
      return Optional.of(
          parameters(
              scope.iterations(),
              scope.hash(),
              now,
              ParameterComparison.ofHashes(scope.hash(), now)));
    }
    if (scope.checkpoint() == 0) {
      return Optional.empty();
    }
    FloatChunks before = original.checkpoints().parameters(scope.checkpoint());
    FloatChunks now = again.checkpoints().parameters(scope.checkpoint());
    List<LayerSpan> layers = LayerSpan.of(original.run().settings().name().network());
    return Optional.of(
        parameters(
            scope.checkpoint(),
            before.sha256(),
            now.sha256(),
            ParameterComparison.of(before, now, layers)));
  }

  private static Part parameters(
      int iteration, String before, String now, List<Deviation> deviations) {
    return new Part(
        "parameters after iteration %d".formatted(iteration),
        "sha256 " + (before.equals(now) ? now : "%s, now %s".formatted(before, now)),
        deviations);
  }

  /** Scores the last iteration as the run was scored, where it was. */
  private List<Part> predictions(
      RunDirectory original, RunDirectory again, Path dataset, int iteration) {
    List<Part> comparisons = new ArrayList<>();
    for (Path file : original.predictionFiles()) {
      PredictionSet before = PredictionsFile.read(file, hadoop());
      if (before.header().iteration() == iteration) {
        ScoreRequest request =
            new ScoreRequest(
                Snapshots.LAST,
                before.header().subset(),
                Optional.of(before.header().testAlignment()));
        ScoreSettings settings =
            new ScoreSettings(
                before.predictions().keySet(),
                before.header().scoring().batch().orElse(scoringBatch));
        Path now = new ScoreJob(spark(), settings, progress).run(dataset, again, request).get(0);
        comparisons.addAll(PredictionComparison.of(before, PredictionsFile.read(now, hadoop())));
      }
    }
    return comparisons;
  }

  private JavaSparkContext spark() {
    return JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  private Configuration hadoop() {
    return spark().hadoopConfiguration();
  }

  private void refuseUsed(Path work) {
    if (!FileStore.of(work, hadoop()).list("").isEmpty()) {
      throw new UsageException(
          "--work %s is not empty: what is in it would be taken for the run made again; give an empty folder"
              .formatted(work));
    }
  }

  /** A damaged face would end the training only when it is drawn, or never. */
  private void verify(Path dataset) {
    VerifyResult result = VerifyJob.run(session, dataset, progress);
    if (!result.isSound()) {
      throw new FailedException(
          "the dataset %s is damaged, restore or prepare it again: %s"
              .formatted(
                  dataset,
                  String.join("; ", result.problems().stream().limit(SHOWN_PROBLEMS).toList())));
    }
  }
}
