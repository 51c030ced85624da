// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.score;

import io.agegender.adience.Alignment;
import io.agegender.adience.ClassLabels;
import io.agegender.dataset.Dataset;
import io.agegender.dataset.format.Sample;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.progress.Progress;
import io.agegender.jobs.spark.SlotShare;
import io.agegender.jobs.spark.StopRequest;
import io.agegender.prepare.spark.Broadcasts;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunSettings;
import io.agegender.score.CropMode;
import io.agegender.score.Prediction;
import io.agegender.score.PredictionSet;
import io.agegender.score.PredictionsFile;
import io.agegender.score.PredictionsHeader;
import io.agegender.score.ScoreSettings;
import io.agegender.storage.FileStore;
import io.agegender.training.FloatChunks;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Predicts every face of a list with a trained network, on all executors.
 *
 * @param settings crop modes and batch size
 * @param progress shows how far the scoring is
 * @param share the slots that it computes on
 */
public record ScoreJob(
    JavaSparkContext spark, ScoreSettings settings, Progress.Factory progress, SlotShare share) {
  private static final Logger LOG = LoggerFactory.getLogger(ScoreJob.class);

  /** Tasks for each slot: enough that none waits long for the last one. */
  private static final int TASKS_PER_SLOT = 4;

  /**
   * Faces in one task at least, so that batches are full, and at most, so that progress is seen.
   */
  private static final int FEWEST_FACES = 8;

  private static final int MOST_FACES = 256;

  /** On all slots. */
  public ScoreJob(JavaSparkContext spark, ScoreSettings settings, Progress.Factory progress) {
    this(spark, settings, progress, SlotShare.all(spark));
  }

  /**
   * Scores snapshots of a run and keeps the predictions in the run's directory. What is scored
   * already is not scored again.
   *
   * @return the predictions files by iteration
   * @throws UsageException if the run has no checkpoint, or the dataset is another one
   */
  public List<Path> run(Path dataset, RunDirectory run, ScoreRequest request) {
    Dataset data = Dataset.open(dataset, spark.hadoopConfiguration());
    requireSame(run, dataset, data.manifest().sha256());
    return run(data, run, request, Optional.empty());
  }

  /**
   * Scores snapshots of a run on faces of another dataset, with the run's own mean image, and keeps
   * the predictions apart from those of its own test faces.
   *
   * @return the predictions files by iteration
   * @throws UsageException if the run has no checkpoint, or was trained on this very dataset
   */
  public List<Path> runElsewhere(
      Path dataset, RunDirectory run, ScoreRequest request, OtherFaces faces) {
    Dataset data = Dataset.open(dataset, spark.hadoopConfiguration());
    if (data.manifest().sha256().equals(run.run().datasetSha256())) {
      throw new UsageException(
          "%s was trained on %s itself, so most of its faces were learnt; score its test fold without --other-faces"
              .formatted(run.path(), dataset));
    }
    requireSameClasses(run, data);
    return run(data, run, request, Optional.of(faces));
  }

  private List<Path> run(
      Dataset data, RunDirectory run, ScoreRequest request, Optional<OtherFaces> others) {
    RunSettings trained = run.run().settings();
    List<Path> files = new ArrayList<>();
    for (int iteration : request.snapshots().of(run)) {
      Alignment alignment = request.alignmentFor(trained);
      Path file =
          new Path(
              others.isEmpty() ? run.scores() : run.scoresElsewhere(),
              String.format(
                  Locale.ROOT,
                  "%07d-%s-%s.parquet",
                  iteration,
                  others
                      .map(faces -> data.manifest().sha256().substring(0, 10) + "-" + faces.key())
                      .orElse(request.subset().key()),
                  alignment.key()));
      FloatChunks parameters = run.checkpoints().parameters(iteration);
      PredictionsHeader header =
          new PredictionsHeader(
              trained.name(),
              trained.testFold(),
              request.subset(),
              alignment,
              iteration,
              data.manifest().sha256(),
              new PredictionsHeader.Scoring(
                  "parameters sha256 " + parameters.sha256(), OptionalInt.of(settings.batchSize())),
              others
                  .map(faces -> "%s of %s".formatted(faces.words(), data.root().getName()))
                  .orElse(""));
      List<Sample> samples =
          others.isPresent()
              ? others.get().of(data, trained.name().target(), alignment)
              : data.split(
                  trained.name().target(), alignment, trained.testFold(), request.subset());
      Set<CropMode> before = scoredModes(file, header);
      if (before.containsAll(settings.cropModes())) {
        LOG.info("{} is scored already: {}", header, file);
      } else {
        // What was there stays: crops that several modes share are computed once.
        Set<CropMode> modes = EnumSet.copyOf(settings.cropModes());
        modes.addAll(before);
        PredictionSet predictions =
            new PredictionSet(header, score(run, header, parameters, modes, data, samples));
        PredictionsFile.write(file, predictions, spark.hadoopConfiguration());
      }
      files.add(file);
    }
    return files;
  }

  /** Which group of one dataset stands for which of another one would be a guess. */
  private static void requireSameClasses(RunDirectory run, Dataset data) {
    ClassLabels learnt = run.run().settings().name().classes();
    ClassLabels there = data.classes(learnt.target());
    if (!there.equals(learnt)) {
      throw new UsageException(
          "%s tells apart the age groups %s, %s has %s: prepare the other faces with prepare.table.labels.%s of the run's dataset"
              .formatted(run.path(), learnt.text(), data.root(), there.text(), ClassLabels.KEY));
    }
  }

  private static void requireSame(RunDirectory run, Path dataset, String sha256) {
    if (!sha256.equals(run.run().datasetSha256())) {
      throw new UsageException(
          ("%s was trained on the dataset %s (manifest %s), but %s has manifest %s: the test fold may"
                  + " hold faces that it learnt from. Score with the dataset it was trained on, or say with"
                  + " --other-faces that it is another one")
              .formatted(
                  run.path(), run.run().dataset(), run.run().datasetSha256(), dataset, sha256));
    }
  }

  /** The crop modes of an earlier scoring of the same parameters on the same faces. */
  private Set<CropMode> scoredModes(Path file, PredictionsHeader header) {
    try {
      if (FileStore.of(file, spark.hadoopConfiguration()).exists("")) {
        PredictionSet before = PredictionsFile.read(file, spark.hadoopConfiguration());
        if (before.header().isSameWork(header)) {
          return before.predictions().keySet();
        }
        LOG.warn("{} is of other parameters and is made again: {}", file, before.header());
      }
    } catch (UsageException e) {
      LOG.warn("{} cannot be used and is made again: {}", file, e.getMessage());
    }
    return Set.of();
  }

  private Map<CropMode, List<Prediction>> score(
      RunDirectory run,
      PredictionsHeader header,
      FloatChunks parameters,
      Set<CropMode> modes,
      Dataset data,
      List<Sample> samples) {
    RunSettings trained = run.run().settings();
    ScoreContext context =
        new ScoreContext(
            // All that a resident scorer depends on: executors keep it from job to job.
            String.format(
                Locale.ROOT,
                "%s/%s/%d/%s/%d",
                run.run().key(),
                header.dataset(),
                header.iteration(),
                new TreeSet<>(modes),
                settings.batchSize()),
            trained,
            parameters,
            run.mean(),
            new ScoreSettings(modes, settings.batchSize()),
            data.root().toString(),
            header.dataset(),
            new SerializableConfiguration(spark.hadoopConfiguration()));
    return score(context, share.title(trained.title()), samples);
  }

  private Map<CropMode, List<Prediction>> score(
      ScoreContext context, String title, List<Sample> samples) {
    int tasks = TASKS_PER_SLOT * share.slots();
    int faces = Math.max(FEWEST_FACES, Math.min(MOST_FACES, samples.size() / tasks));
    List<List<Sample>> parts = new ArrayList<>();
    for (int first = 0; first < samples.size(); first += faces) {
      parts.add(new ArrayList<>(samples.subList(first, Math.min(samples.size(), first + faces))));
    }
    Broadcast<ScoreContext> shared = spark.broadcast(context);
    spark.setJobGroup(title, "scoring " + title, true);
    Map<CropMode, List<Prediction>> all = new EnumMap<>(CropMode.class);
    try (Progress bar = progress.start("score " + title, samples.size(), "faces")) {
      List<Map<CropMode, List<Prediction>>> results =
          TaskProgress.watch(
              spark,
              title,
              done -> bar.at(Math.min(samples.size(), (long) done * faces), ""),
              () -> collect(shared, parts));
      for (Map<CropMode, List<Prediction>> result : results) {
        result.forEach(
            (mode, list) -> all.computeIfAbsent(mode, m -> new ArrayList<>()).addAll(list));
      }
    } finally {
      Broadcasts.destroy(shared);
      spark.clearJobGroup();
    }
    return all;
  }

  /** Results in the order of the parts; no job has more tasks than the share allows. */
  private List<Map<CropMode, List<Prediction>>> collect(
      Broadcast<ScoreContext> shared, List<List<Sample>> parts) {
    int together = share.together(parts.size());
    List<Map<CropMode, List<Prediction>>> results = new ArrayList<>(parts.size());
    SlotShare.Permit permit = share.acquire();
    try {
      for (int first = 0; first < parts.size(); first += together) {
        StopRequest.check();
        List<List<Sample>> wave = parts.subList(first, Math.min(parts.size(), first + together));
        results.addAll(
            spark
                .parallelize(new ArrayList<>(wave), wave.size())
                .map(part -> shared.value().score(part))
                .collect());
      }
    } finally {
      permit.release();
    }
    return results;
  }
}
