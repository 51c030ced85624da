// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression.baseline;

import io.agegender.dataset.Verifier;
import io.agegender.dataset.format.Layout;
import io.agegender.dataset.format.Manifest;
import io.agegender.foundation.hash.Sha256;
import io.agegender.network.LayerSpan;
import io.agegender.regression.Measure;
import io.agegender.run.MetricsLog;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunJson;
import io.agegender.run.RunSettings;
import io.agegender.score.Prediction;
import io.agegender.score.PredictionSet;
import io.agegender.score.metrics.Metrics;
import io.agegender.storage.FileStore;
import io.agegender.training.FloatChunks;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Turns what a nightly run made into checks. */
public final class Checks {
  private static final String SETTINGS = "settings.";

  /** Without the settings' prefix: it explains no difference, as scoring again follows it. */
  private static final String SCORING_BATCH = "score.batch-size";

  private Checks() {}

  /**
   * Files below a folder as one part each.
   *
   * @param files their paths below the storage's root
   */
  public static Check files(
      String name, FileStore storage, List<String> files, Map<String, String> facts) {
    Map<String, String> hashes = new LinkedHashMap<>();
    files.forEach(file -> hashes.put(file, storage.hash(file)));
    return check(name, hashes, Map.of(), facts);
  }

  /**
   * Files below a folder as one part, for folders of very many files.
   *
   * @param files their paths below the storage's root, in a fixed order
   */
  public static Check tree(
      String name, FileStore storage, List<String> files, Map<String, String> facts) {
    Sha256 hash = new Sha256();
    for (String file : files) {
      hash.add(file + "=" + storage.hash(file) + "\n");
    }
    return check(
        name,
        Map.of(String.format(Locale.ROOT, "%d files", files.size()), hash.hex()),
        Map.of(),
        facts);
  }

  /** A dataset: its manifest and every file, read again. */
  public static Check dataset(FileStore storage) {
    Manifest manifest = Verifier.of(storage).manifest();
    Map<String, String> hashes = new LinkedHashMap<>();
    // Files before the manifest, which differs whenever one of them does.
    manifest.files().forEach(file -> hashes.put(file.path(), storage.hash(file.path())));
    hashes.put(Layout.MANIFEST, storage.hash(Layout.MANIFEST));
    Map<String, String> facts = new LinkedHashMap<>();
    manifest.recipe().settings().forEach((key, value) -> facts.put(SETTINGS + key, value));
    facts.put("dataset.key", manifest.recipe().key());
    facts.put("created-by", manifest.recipe().createdBy());
    return check("dataset", hashes, Map.of(), facts);
  }

  /**
   * A trained run: parameters and losses; its figures are the loss and the images of each round and
   * the norm of each layer.
   */
  public static Check run(String name, RunDirectory run) {
    RunSettings settings = run.run().settings();
    int last = settings.iterations();
    FloatChunks parameters = run.checkpoints().parameters(last);
    Map<Measure, Double> figures = new LinkedHashMap<>();
    StringBuilder losses = new StringBuilder();
    long images = 0;
    double seconds = 0;
    for (MetricsLog.Row row : run.metrics().read(last)) {
      figures.put(Measure.Kind.IMAGES.of(row.iteration()), (double) row.images());
      figures.put(Measure.Kind.LOSS.of(row.iteration()), row.loss());
      losses.append(row.iteration()).append('=').append(row.loss()).append('\n');
      images += row.images();
      seconds += row.seconds();
    }
    for (LayerSpan layer : LayerSpan.of(settings.name().network())) {
      figures.put(
          Measure.Kind.NORM.of(layer.layer()),
          Math.sqrt(parameters.squares(layer.first(), layer.count())));
    }
    Map<String, String> facts = new LinkedHashMap<>();
    RunJson.facts(settings).forEach((key, value) -> facts.put(SETTINGS + key, value));
    facts.put("dataset-sha256", run.run().datasetSha256());
    facts.putAll(run.run().provenance());
    Map<String, String> hashes = new LinkedHashMap<>();
    hashes.put("losses", Sha256.of(losses.toString()));
    hashes.put("parameters", parameters.sha256());
    return check(name, hashes, figures, facts)
        .with(Measure.Kind.RATE, seconds == 0 ? 0 : images / seconds);
  }

  /** Predictions: faces, labels and the bits of every probability, for each crop mode. */
  public static Check predictions(String name, PredictionSet set) {
    Map<String, String> hashes = new LinkedHashMap<>();
    Map<Measure, Double> figures = new LinkedHashMap<>();
    set.predictions()
        .forEach(
            (mode, list) -> {
              hashes.put(mode.key(), hash(list));
              figures.put(
                  Measure.Kind.ACCURACY.of(mode.key()),
                  Metrics.of(set.header().run().classes(), list).accuracy());
              figures.put(
                  Measure.Kind.TRUTH.of(mode.key()),
                  list.stream()
                      .mapToDouble(p -> p.probabilities()[p.label()])
                      .average()
                      .orElseThrow());
            });
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("dataset-sha256", set.header().dataset());
    facts.put("weights", set.header().scoring().weights());
    set.header()
        .scoring()
        .batch()
        .ifPresent(size -> facts.put(SCORING_BATCH, Integer.toString(size)));
    facts.put(SETTINGS + "iteration", Long.toString(set.header().iteration()));
    facts.put(SETTINGS + "test-alignment", set.header().testAlignment().key());
    return check(name, hashes, figures, facts);
  }

  /**
   * How many crops the network saw in one forward pass for a check of {@link #predictions}, which
   * must be scored again with as many; empty if that was not noted.
   */
  public static Optional<Integer> scoringBatch(Check predictions) {
    return Optional.ofNullable(predictions.facts().get(SCORING_BATCH)).map(Integer::valueOf);
  }

  private static Check check(
      String name,
      Map<String, String> hashes,
      Map<Measure, Double> figures,
      Map<String, String> facts) {
    return new Check(name, hashes, figures, facts, Map.of(), Optional.empty());
  }

  private static String hash(List<Prediction> predictions) {
    Sha256 hash = new Sha256();
    for (Prediction p : predictions) {
      hash.add(p.subject() + "/" + p.photo() + "/" + p.label());
      ByteBuffer bits = ByteBuffer.allocate(Float.BYTES * p.probabilities().length);
      for (float probability : p.probabilities()) {
        bits.putFloat(probability);
      }
      hash.add(bits.array());
    }
    return hash.hex();
  }
}
