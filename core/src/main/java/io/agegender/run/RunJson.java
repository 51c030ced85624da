// SPDX-License-Identifier: Apache-2.0
package io.agegender.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.hash.Sha256;
import io.agegender.foundation.json.Json;
import io.agegender.foundation.json.JsonReader;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Owns the JSON of a run: {@code run.json} and {@code state.json}, and the text that its key is
 * taken of.
 */
public final class RunJson {
  private static final int FORMAT = 1;

  /**
   * Raised whenever a change of the code changes the bits of a run: old runs then count as other
   * runs.
   */
  private static final int CODE_SCHEMA = 1;

  private RunJson() {}

  /**
   * The key of the run that these settings make of a dataset.
   *
   * @param startSha256 SHA-256 of the pretrained weights' file, empty for a run from scratch
   */
  public static String key(
      RunSettings settings, String datasetSha256, Optional<String> startSha256, String backend) {
    ObjectNode text = Json.object();
    text.put("code-schema", CODE_SCHEMA);
    text.put("dataset-sha256", datasetSha256);
    startSha256.ifPresent(sha -> text.put("start-weights-sha256", sha));
    text.put("backend", backend);
    ObjectNode described = RunFields.write(settings);
    // How often a checkpoint is written changes no bit.
    described.remove("checkpoint-every");
    text.set("settings", described);
    return Sha256.of(Json.compact(text));
  }

  /** All settings that the bits follow from, by name, such as {@code solver.momentum}. */
  public static SortedMap<String, String> facts(RunSettings settings) {
    SortedMap<String, String> facts = new TreeMap<>();
    flatten("", RunFields.write(settings), facts);
    return facts;
  }

  private static void flatten(String prefix, JsonNode node, SortedMap<String, String> facts) {
    node.fields()
        .forEachRemaining(
            field -> {
              if (field.getValue().isArray() && field.getKey().equals(RunFields.NETWORK)) {
                facts.put(
                    prefix + field.getKey() + "-sha256", Sha256.of(field.getValue().toString()));
              } else if (field.getValue().isObject()) {
                flatten(prefix + field.getKey() + ".", field.getValue(), facts);
              } else {
                facts.put(prefix + field.getKey(), field.getValue().asText());
              }
            });
  }

  static byte[] write(RunRecord run) {
    ObjectNode node = Json.object();
    node.put("format-version", FORMAT);
    node.put("key", run.key());
    node.set("settings", RunFields.write(run.settings()));
    node.put("dataset", run.dataset());
    node.put("dataset-sha256", run.datasetSha256());
    ObjectNode provenance = node.putObject("provenance");
    new TreeMap<>(run.provenance()).forEach(provenance::put);
    return Json.prettyBytes(node);
  }

  /**
   * @param file for messages
   * @throws UsageException if it is damaged or of another format version
   */
  static RunRecord readRun(String file, byte[] json) {
    JsonReader run =
        JsonReader.input(file, "restore it, or train the run again in another folder", json)
            .version(FORMAT);
    return new RunRecord(
        run.get("key").text(),
        RunFields.read(run.get("settings")),
        run.get("dataset").text(),
        run.get("dataset-sha256").text(),
        new TreeMap<>(run.get("provenance").map(JsonReader::text)));
  }

  static byte[] write(RunState state) {
    ObjectNode node = Json.object();
    node.put("format-version", FORMAT);
    node.put("phase", state.phase().name());
    node.put("iteration", state.iteration());
    node.put("parameter-sha256", state.parameterSha256());
    node.put("message", state.message());
    node.put("updated", state.updated().toString());
    return Json.prettyBytes(node);
  }

  /**
   * @param file for messages
   * @throws FailedException if it is damaged or of another format version
   */
  static RunState readState(String file, byte[] json) {
    JsonReader state =
        JsonReader.own(file, "remove it to resume from the last checkpoint", json).version(FORMAT);
    return new RunState(
        state.get("phase").as("a phase", RunState.Phase::valueOf),
        state.get("iteration").count(),
        state.get("parameter-sha256").text(),
        state.get("message").text(),
        state.get("updated").instant());
  }
}
