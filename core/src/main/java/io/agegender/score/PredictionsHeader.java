// SPDX-License-Identifier: Apache-2.0
package io.agegender.score;

import io.agegender.adience.Alignment;
import io.agegender.adience.ClassLabels;
import io.agegender.dataset.format.Subset;
import io.agegender.foundation.error.Choice;
import io.agegender.foundation.error.UsageException;
import io.agegender.run.NetworkText;
import io.agegender.run.RunName;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a predictions file is about; kept as the file's metadata.
 *
 * @param run the configuration whose network predicted
 * @param testFold the fold that the network was not trained on, 0..4
 * @param subset the list that was scored: test, or validation for snapshot selection
 * @param testAlignment how the scored faces are turned; mixed only in validation lists
 * @param iteration after how many minibatches the snapshot was taken
 * @param dataset SHA-256 of the dataset's manifest, hexadecimal
 * @param scoring what computed them
 * @param elsewhere of faces of another dataset than the run was trained on: which, in words; empty
 *     for the run's own
 */
public record PredictionsHeader(
    RunName run,
    int testFold,
    Subset subset,
    Alignment testAlignment,
    long iteration,
    String dataset,
    Scoring scoring,
    String elsewhere) {
  private static final String PREFIX = "agegender.";
  private static final String VERSION = "1";
  private static final String BATCH = "batch-size";
  private static final String ELSEWHERE = "elsewhere";

  /**
   * What computed predictions.
   *
   * @param weights what the parameters are: a checkpoint or file with its checksum
   * @param batch crops in one forward pass, which the last bits depend on; empty in files of
   *     versions that did not note it
   */
  public record Scoring(String weights, OptionalInt batch) {}

  /** Parquet metadata: keys start with {@code agegender.}. */
  Map<String, String> toMetadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(PREFIX + "format-version", VERSION);
    metadata.put(PREFIX + "run", run.toString());
    NetworkText.of(run).ifPresent(text -> metadata.put(PREFIX + "network", text));
    if (!run.classes().areAdiences()) {
      metadata.put(PREFIX + ClassLabels.KEY, run.classes().text());
    }
    metadata.put(PREFIX + "test-fold", Integer.toString(testFold));
    metadata.put(PREFIX + "subset", subset.key());
    metadata.put(PREFIX + "test-alignment", testAlignment.key());
    metadata.put(PREFIX + "iteration", Long.toString(iteration));
    metadata.put(PREFIX + "dataset-sha256", dataset);
    metadata.put(PREFIX + "weights", scoring.weights);
    scoring.batch.ifPresent(size -> metadata.put(PREFIX + BATCH, Integer.toString(size)));
    if (!elsewhere.isEmpty()) {
      metadata.put(PREFIX + ELSEWHERE, elsewhere);
    }
    return metadata;
  }

  /**
   * @param where the file, for messages
   * @throws UsageException if a key is missing, unreadable or of another format version
   */
  static PredictionsHeader fromMetadata(Map<String, String> metadata, Object where) {
    String version = value(metadata, "format-version", where);
    if (!version.equals(VERSION)) {
      throw new UsageException(
          "%s: predictions of format version %s; this program reads version %s"
              .formatted(where, version, VERSION));
    }
    RunName named =
        NetworkText.run(
            value(metadata, "run", where), Optional.ofNullable(metadata.get(PREFIX + "network")));
    String groups = metadata.get(PREFIX + ClassLabels.KEY);
    return new PredictionsHeader(
        groups == null
            ? named
            : named.withClasses(ClassLabels.of(named.target(), Map.of(ClassLabels.KEY, groups))),
        Math.toIntExact(number(metadata, "test-fold", where)),
        Choice.of(Subset.class, where + ": subset", value(metadata, "subset", where)),
        Alignment.of(value(metadata, "test-alignment", where)),
        number(metadata, "iteration", where),
        value(metadata, "dataset-sha256", where),
        new Scoring(
            value(metadata, "weights", where),
            metadata.containsKey(PREFIX + BATCH)
                ? OptionalInt.of(Math.toIntExact(number(metadata, BATCH, where)))
                : OptionalInt.empty()),
        metadata.getOrDefault(PREFIX + ELSEWHERE, ""));
  }

  private static long number(Map<String, String> metadata, String key, Object where) {
    String text = value(metadata, key, where);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw broken(where, key, text);
    }
  }

  private static String value(Map<String, String> metadata, String key, Object where) {
    String value = metadata.get(PREFIX + key);
    if (value == null) {
      throw new UsageException(
          "%s: no predictions of ours, its metadata lacks '%s'; score the run again"
              .formatted(where, PREFIX + key));
    }
    return value;
  }

  private static UsageException broken(Object where, String key, String value) {
    return new UsageException(
        "%s: metadata '%s%s' is '%s'; score the run again".formatted(where, PREFIX, key, value));
  }

  /** Such as {@code age_net_definitions, test fold 0, iteration 400, test faces unaligned}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s, test fold %d, iteration %d, %s faces %s",
        run,
        testFold,
        iteration,
        subset.key(),
        testAlignment.key());
  }

  /** Whether these are the same parameters on the same faces: all but the batch is equal. */
  public boolean isSameWork(PredictionsHeader other) {
    return key().equals(other.key())
        && dataset.equals(other.dataset)
        && scoring.weights.equals(other.scoring.weights)
        && elsewhere.equals(other.elsewhere);
  }

  /** Two files with the same key are the same test scored twice. */
  public Key key() {
    return new Key(run, testFold, subset, testAlignment, iteration);
  }

  /** What identifies a test; see {@link PredictionsHeader}. */
  public record Key(
      RunName run, int testFold, Subset subset, Alignment testAlignment, long iteration) {}
}
