// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.heatmap;

import io.agegender.adience.Alignment;
import io.agegender.adience.FaceOrigin;
import io.agegender.caffe.WeightsExport;
import io.agegender.dataset.Dataset;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.progress.Progress;
import io.agegender.heatmap.FaceExplainer;
import io.agegender.heatmap.HeatmapSettings;
import io.agegender.heatmap.NetworkMaps;
import io.agegender.heatmap.picture.Drawing;
import io.agegender.heatmap.sheet.HeatmapFolder;
import io.agegender.heatmap.sheet.ToolboxFiles;
import io.agegender.image.PictureRules;
import io.agegender.jobs.export.ExportWeightsJob;
import io.agegender.jobs.spark.Slots;
import io.agegender.jobs.spark.StopRequest;
import io.agegender.prepare.spark.Broadcasts;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunSettings;
import io.agegender.score.CropMode;
import io.agegender.score.PictureFiles;
import io.agegender.score.Prediction;
import io.agegender.score.PredictionSet;
import io.agegender.score.PredictionsFile;
import io.agegender.score.Protocol;
import io.agegender.storage.FileStore;
import io.agegender.training.FloatChunks;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Explains faces with trained networks on all executors. Executors write the maps; the driver gets
 * names only, so its memory does not depend on the size of the maps.
 */
public final class HeatmapJob {
  private static final int WAVES_PER_PROGRESS = 4;
  private static final int FACES_PER_TASK = 4;

  private final JavaSparkContext spark;
  private final HeatmapSettings settings;
  private final PictureRules rules;
  private final Progress.Factory progress;

  /**
   * @param rules what is accepted as a picture
   * @param progress shows how far the job is
   */
  public HeatmapJob(
      JavaSparkContext spark,
      HeatmapSettings settings,
      PictureRules rules,
      Progress.Factory progress) {
    this.spark = spark;
    this.settings = settings;
    this.rules = rules;
    this.progress = progress;
  }

  /** A network and its faces. */
  private record Part(RunDirectory run, int iteration, Alignment alignment, List<FaceTask> faces) {}

  /** What a run is asked about, before anything is computed. */
  private record Plan(List<Part> parts, List<String> failures) {}

  /**
   * Makes the maps that are not there yet.
   *
   * @param runs at least one
   * @throws UsageException for all that is wrong with the request, before any computation
   * @throws FailedException if nothing could be explained
   */
  public HeatmapResult run(HeatmapRequest request, List<RunDirectory> runs) {
    Optional<Dataset> data =
        request.dataset().map(path -> Dataset.open(path, spark.hadoopConfiguration()));
    Plan plan = plan(request, data, runs);
    FileStore out = FileStore.of(request.out(), spark.hadoopConfiguration());
    HeatmapFolder folder =
        new HeatmapFolder(out, settings, data.map(d -> d.manifest().sha256()).orElse(""));
    folder.begin();
    List<NetworkMaps> networks = new ArrayList<>();
    List<String> failures = new ArrayList<>(plan.failures());
    int made = 0;
    int kept = 0;
    for (Part part : plan.parts()) {
      FloatChunks parameters = part.run().checkpoints().parameters(part.iteration());
      HeatmapContext.Outcome outcome = explain(part, parameters, data, out);
      made += outcome.made();
      kept += outcome.done().size() - outcome.made();
      failures.addAll(outcome.failures());
      networks.add(maps(part, parameters.sha256(), data, outcome.done()));
    }
    if (made + kept == 0) {
      throw new FailedException(
          "no face could be explained:%n  %s".formatted(String.join("%n  ".formatted(), failures)));
    }
    if (settings.drawing().scale() == Drawing.Scale.SHEET) {
      Map<String, Double> scales = folder.scales(networks);
      for (int i = 0; i < networks.size(); i++) {
        drawAgain(plan.parts().get(i), networks.get(i), data, out, scales);
      }
    }
    List<String> lines = folder.finish(networks, failures);
    request.toolbox().ifPresent(to -> toolbox(plan.parts(), networks, out, to));
    return new HeatmapResult(folder.page(), made, kept, failures, lines);
  }

  private static NetworkMaps maps(
      Part part, String parametersSha256, Optional<Dataset> data, List<String> done) {
    RunSettings run = part.run().run().settings();
    return new NetworkMaps(
        new NetworkMaps.Snapshot(
            run.name().toString(),
            run.testFold(),
            part.iteration(),
            parametersSha256,
            run.name().network(),
            run.name().classes().labels()),
        part.alignment(),
        origin(part, data),
        done);
  }

  /** Synthetic if the network learned from synthetic faces or explains some. */
  private static FaceOrigin origin(Part part, Optional<Dataset> data) {
    FaceOrigin shown =
        data.map(d -> FaceOrigin.of(FaceOrigin.KEY, d.manifest().recipe().settings()))
            .orElse(FaceOrigin.PHOTOGRAPHED);
    return shown.isSynthetic()
        ? shown
        : FaceOrigin.of(FaceOrigin.OF_DATASET, part.run().run().provenance());
  }

  private Plan plan(HeatmapRequest request, Optional<Dataset> data, List<RunDirectory> runs) {
    List<Part> parts = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    Map<List<Object>, List<FaceTask>> chosen = new HashMap<>();
    for (RunDirectory run : runs) {
      RunSettings trained = run.run().settings();
      FaceExplainer.check(settings, trained.name().network(), trained.name().classes().labels());
      Alignment alignment =
          request.alignment().orElse(Protocol.testAlignment(trained.name().alignment()));
      data.ifPresent(d -> requireSame(run, d));
      for (int iteration : request.snapshots().of(run)) {
        List<FaceTask> faces =
            data.isPresent()
                ? chosen.computeIfAbsent(
                    List.of(trained.name().target(), alignment, trained.testFold()),
                    k -> faces(request, data.get(), run, alignment))
                : pictures(request, trained, failures);
        if (faces.isEmpty() && data.isPresent()) {
          throw new UsageException(
              "%s: the list %s of %s faces is empty"
                  .formatted(run.path(), request.subset().key(), alignment.key()));
        }
        parts.add(new Part(run, iteration, alignment, faces));
      }
    }
    return new Plan(parts, failures);
  }

  private static void requireSame(RunDirectory run, Dataset data) {
    if (!data.manifest().sha256().equals(run.run().datasetSha256())) {
      throw new UsageException(
          "%s was trained on the dataset %s (manifest %s), but %s has manifest %s: give the dataset it was trained on"
              .formatted(
                  run.path(),
                  run.run().dataset(),
                  run.run().datasetSha256(),
                  data.root(),
                  data.manifest().sha256()));
    }
  }

  private List<FaceTask> faces(
      HeatmapRequest request, Dataset data, RunDirectory run, Alignment alignment) {
    RunSettings trained = run.run().settings();
    var samples =
        data.split(trained.name().target(), alignment, trained.testFold(), request.subset());
    if (!request.faces().isEmpty()) {
      return FaceChoice.named(data, samples, request.faces());
    }
    return FaceChoice.byClass(
        data,
        trained.name().target(),
        samples,
        predictions(run, request, alignment),
        settings.faces().perClass(),
        settings.faces().seed());
  }

  /** What the centre crops of a scored list were predicted as, by the newest snapshot. */
  private Map<Integer, Prediction> predictions(
      RunDirectory run, HeatmapRequest request, Alignment alignment) {
    Map<Integer, Prediction> byFace = new HashMap<>();
    for (Path file : run.predictionFiles()) {
      PredictionSet set = PredictionsFile.read(file, spark.hadoopConfiguration());
      if (set.header().subset() == request.subset() && set.header().testAlignment() == alignment) {
        set.predictions()
            .getOrDefault(CropMode.CENTRE, List.of())
            .forEach(prediction -> byFace.put(prediction.face(), prediction));
      }
    }
    return byFace;
  }

  private List<FaceTask> pictures(
      HeatmapRequest request, RunSettings trained, List<String> failures) {
    PictureFiles reader = new PictureFiles(rules, trained, spark.hadoopConfiguration());
    List<FaceTask> tasks = new ArrayList<>();
    for (int i = 0; i < request.pictures().size(); i++) {
      Path picture = request.pictures().get(i);
      try {
        tasks.add(
            new FaceTask(
                new FaceExplainer.Subject("picture-%04d".formatted(i), picture.getName(), -1, -1),
                reader.read(picture)));
      } catch (UsageException e) {
        failures.add(e.getMessage());
      }
    }
    return tasks;
  }

  /** The exported models with what the LRP Toolbox needs besides. */
  private void toolbox(List<Part> parts, List<NetworkMaps> networks, FileStore out, Path to) {
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      Path folder = new Path(to, networks.get(i).folder());
      WeightsExport model =
          ExportWeightsJob.run(
              part.run().path(),
              Optional.of(part.iteration()),
              folder,
              spark.hadoopConfiguration());
      new ToolboxFiles(
              networks.get(i),
              part.run().run().settings().name().network(),
              model,
              FileStore.of(folder, spark.hadoopConfiguration()))
          .write(out, settings, part.run().mean());
    }
  }

  private Broadcast<HeatmapContext> shared(
      Part part, FloatChunks parameters, Optional<Dataset> data, FileStore out) {
    RunSettings run = part.run().run().settings();
    return spark.broadcast(
        new HeatmapContext(
            settings,
            run,
            parameters,
            part.run().mean(),
            NetworkMaps.folder(run.name().toString(), run.testFold(), part.iteration()),
            out.root().toString(),
            data.map(d -> new HeatmapContext.Data(d.root().toString(), d.manifest().sha256()))
                .orElse(new HeatmapContext.Data("", "")),
            new SerializableConfiguration(spark.hadoopConfiguration())));
  }

  /** Draws the maps of a network once more, when the largest value of all maps is known. */
  private void drawAgain(
      Part part,
      NetworkMaps network,
      Optional<Dataset> data,
      FileStore out,
      Map<String, Double> scales) {
    Map<String, Double> sent = new HashMap<>(scales);
    Broadcast<HeatmapContext> shared =
        shared(part, part.run().checkpoints().parameters(part.iteration()), data, out);
    List<String> names = network.names();
    try (Progress bar = progress.start("draw " + network.title(), names.size(), "faces")) {
      inWaves(names, bar, task -> shared.value().drawAgain(task, sent) ? List.of(true) : List.of());
    } finally {
      Broadcasts.destroy(shared);
    }
  }

  private HeatmapContext.Outcome explain(
      Part part, FloatChunks parameters, Optional<Dataset> data, FileStore out) {
    RunSettings run = part.run().run().settings();
    Broadcast<HeatmapContext> shared = shared(part, parameters, data, out);
    spark.setJobGroup("heatmap " + run.title(), "heat maps of " + run.title(), true);
    int made = 0;
    List<String> done = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    try (Progress bar = progress.start("explain " + run.title(), part.faces().size(), "faces")) {
      for (HeatmapContext.Outcome outcome :
          inWaves(part.faces(), bar, task -> List.of(shared.value().explain(task)))) {
        made += outcome.made();
        done.addAll(outcome.done());
        failures.addAll(outcome.failures());
      }
    } finally {
      Broadcasts.destroy(shared);
      spark.clearJobGroup();
    }
    return new HeatmapContext.Outcome(made, done, failures);
  }

  /** What becomes of a few elements on an executor. */
  private interface Work<T, R> extends Serializable {
    List<R> of(List<T> few);
  }

  /** Works on a list, a few elements a task, and collects the results in its order. */
  private <T, R> List<R> inWaves(List<T> all, Progress bar, Work<T, R> work) {
    int wave = WAVES_PER_PROGRESS * FACES_PER_TASK * Slots.of(spark);
    List<R> results = new ArrayList<>();
    for (int first = 0; first < all.size(); first += wave) {
      StopRequest.check();
      List<T> now = new ArrayList<>(all.subList(first, Math.min(all.size(), first + wave)));
      List<List<T>> tasks = new ArrayList<>();
      int together = Math.max(1, Math.min(FACES_PER_TASK, now.size() / Slots.of(spark)));
      for (int at = 0; at < now.size(); at += together) {
        tasks.add(new ArrayList<>(now.subList(at, Math.min(now.size(), at + together))));
      }
      spark
          .parallelize(tasks, Math.max(1, tasks.size()))
          .map(work::of)
          .collect()
          .forEach(results::addAll);
      bar.at(first + (long) now.size(), "");
    }
    return results;
  }
}
