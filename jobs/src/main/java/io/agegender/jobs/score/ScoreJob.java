package io.agegender.jobs.score;

import io.agegender.adience.Alignment;
import io.agegender.dataset.Dataset;
import io.agegender.dataset.Sample;
import io.agegender.dataset.Subset;
import io.agegender.problem.UsageException;
import io.agegender.progress.Progress;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunSettings;
import io.agegender.score.CropMode;
import io.agegender.score.Prediction;
import io.agegender.score.PredictionSet;
import io.agegender.score.PredictionsFile;
import io.agegender.score.PredictionsHeader;
import io.agegender.score.Protocol;
import io.agegender.score.ScoreSettings;
import io.agegender.training.FloatChunks;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/** Predicts every face of a list with a trained network, on all executors. */
public final class ScoreJob {
  /** Tasks for each slot: enough that none waits long for the last one. */
  private static final int TASKS_PER_SLOT = 4;

  /**
   * Faces in one task at least, so that batches are full, and at most, so that progress is seen.
   */
  private static final int FEWEST_FACES = 8;

  private static final int MOST_FACES = 256;

  private final JavaSparkContext spark;
  private final ScoreSettings settings;
  private final Progress.Factory progress;

  /**
   * @param settings crop modes and batch size
   * @param progress shows how far the scoring is
   */
  public ScoreJob(JavaSparkContext spark, ScoreSettings settings, Progress.Factory progress) {
    this.spark = spark;
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * Scores the newest checkpoint of a run and keeps the predictions in the run's directory.
   *
   * @param testAlignment how the test faces are turned; empty for those of the published table: a
   *     mixed model is tested on unaligned faces
   * @return the predictions file
   * @throws UsageException if the run has no checkpoint, or the dataset is another one
   */
  public Path run(Path dataset, RunDirectory run, Optional<Alignment> testAlignment) {
    Configuration hadoop = spark.hadoopConfiguration();
    Dataset data = Dataset.open(dataset, hadoop);
    String sha256 = data.manifest().sha256();
    if (!sha256.equals(run.run().datasetSha256())) {
      throw new UsageException(
          ("%s was trained on the dataset %s (manifest %s), but %s has manifest %s: the test fold may"
                  + " hold faces that it learnt from. Score with the dataset it was trained on")
              .formatted(
                  run.path(), run.run().dataset(), run.run().datasetSha256(), dataset, sha256));
    }
    List<Integer> checkpoints = run.checkpoints().iterations();
    if (checkpoints.isEmpty()) {
      throw new UsageException(
          "%s has no checkpoint: train it first, or wait for its first one".formatted(run.path()));
    }
    int iteration = checkpoints.get(checkpoints.size() - 1);
    FloatChunks parameters = run.checkpoints().load(iteration).parameters();
    RunSettings trained = run.run().settings();
    Alignment alignment = testAlignment.orElse(Protocol.testAlignment(trained.name().alignment()));
    List<Sample> samples =
        data.split(trained.name().target(), alignment, trained.testFold(), Subset.TEST);
    ScoreContext context =
        new ScoreContext(
            run.run().key() + "/" + iteration,
            trained,
            parameters,
            settings,
            dataset.toString(),
            sha256,
            new SerializableConfiguration(hadoop));
    PredictionSet predictions =
        new PredictionSet(
            new PredictionsHeader(
                trained.name(),
                trained.testFold(),
                Subset.TEST,
                alignment,
                iteration,
                sha256,
                "parameters sha256 " + parameters.sha256()),
            score(context, trained.title(), samples));
    Path file =
        new Path(run.scores(), "%07d-test-%s.parquet".formatted(iteration, alignment.key()));
    PredictionsFile.write(file, predictions, hadoop);
    return file;
  }

  private Map<CropMode, List<Prediction>> score(
      ScoreContext context, String title, List<Sample> samples) {
    int tasks = TASKS_PER_SLOT * spark.defaultParallelism();
    int faces = Math.max(FEWEST_FACES, Math.min(MOST_FACES, samples.size() / tasks));
    List<List<Sample>> parts = new ArrayList<>();
    for (int first = 0; first < samples.size(); first += faces) {
      parts.add(new ArrayList<>(samples.subList(first, Math.min(samples.size(), first + faces))));
    }
    Broadcast<ScoreContext> shared = spark.broadcast(context);
    spark.setJobGroup(title, "scoring " + title, true);
    Map<CropMode, List<Prediction>> all = new EnumMap<>(CropMode.class);
    try (Progress bar = progress.start("score " + title, samples.size(), "faces")) {
      // Results come in the order of the parts; one job, so all slots are busy.
      List<Map<CropMode, List<Prediction>>> results =
          TaskProgress.watch(
              spark,
              title,
              done -> bar.at(Math.min(samples.size(), (long) done * faces), ""),
              () ->
                  spark
                      .parallelize(parts, parts.size())
                      .map(part -> shared.value().score(part))
                      .collect());
      for (Map<CropMode, List<Prediction>> result : results) {
        result.forEach(
            (mode, list) -> all.computeIfAbsent(mode, m -> new ArrayList<>()).addAll(list));
      }
    } finally {
      shared.destroy();
      spark.clearJobGroup();
    }
    return all;
  }
}
