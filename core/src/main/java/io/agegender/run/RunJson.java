package io.agegender.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.adience.Alignment;
import io.agegender.foundation.error.Choice;
import io.agegender.training.Shuffle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
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

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private RunJson() {}

  /**
   * The key of the run that these settings make of a dataset.
   *
   * @param startSha256 SHA-256 of the start weights' file, empty for a run from scratch
   */
  public static String key(
      RunSettings settings, String datasetSha256, Optional<String> startSha256, String backend) {
    ObjectNode text = JSON.createObjectNode();
    text.put("code-schema", CODE_SCHEMA);
    text.put("dataset-sha256", datasetSha256);
    startSha256.ifPresent(sha -> text.put("start-weights-sha256", sha));
    text.put("backend", backend);
    ObjectNode described = settings(settings);
    // How often a checkpoint is written changes no bit.
    described.remove("checkpoint-every");
    text.set("settings", described);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** All settings that the bits follow from, by name, such as {@code solver.momentum}. */
  public static SortedMap<String, String> facts(RunSettings settings) {
    SortedMap<String, String> facts = new TreeMap<>();
    flatten("", settings(settings), facts);
    return facts;
  }

  private static void flatten(String prefix, JsonNode node, SortedMap<String, String> facts) {
    node.fields()
        .forEachRemaining(
            field -> {
              if (field.getValue().isObject()) {
                flatten(prefix + field.getKey() + ".", field.getValue(), facts);
              } else {
                facts.put(prefix + field.getKey(), field.getValue().asText());
              }
            });
  }

  static byte[] write(RunRecord run) {
    ObjectNode node = JSON.createObjectNode();
    node.put("format-version", FORMAT);
    node.put("key", run.key());
    node.set("settings", settings(run.settings()));
    node.put("dataset", run.dataset());
    node.put("dataset-sha256", run.datasetSha256());
    ObjectNode provenance = node.putObject("provenance");
    new TreeMap<>(run.provenance()).forEach(provenance::put);
    return bytes(node);
  }

  static RunRecord readRun(InputStream stream) throws IOException {
    JsonNode node = versioned(stream);
    JsonNode s = field(node, "settings");
    RunSettings settings =
        new RunSettings(
            RunName.parse(field(s, "name").asText()),
            field(s, "test-fold").asInt(),
            Alignment.of(field(s, "trained-on").asText()),
            field(s, "schedule").asText(),
            SolverJson.read(field(s, "solver")),
            field(s, "batch").asInt(),
            Choice.of(BatchMode.class, "batch-mode", field(s, "batch-mode").asText()),
            field(s, "iterations").asInt(),
            field(s, "checkpoint-every").asInt(),
            field(s, "workers").asInt(),
            field(s, "averaging-frequency").asInt(),
            Choice.of(Shuffle.class, "shuffle", field(s, "shuffle").asText()),
            field(s, "seed").asLong(),
            field(s, "threads").asInt());
    Map<String, String> provenance = new TreeMap<>();
    field(node, "provenance")
        .fields()
        .forEachRemaining(e -> provenance.put(e.getKey(), e.getValue().asText()));
    return new RunRecord(
        field(node, "key").asText(),
        settings,
        field(node, "dataset").asText(),
        field(node, "dataset-sha256").asText(),
        provenance);
  }

  static byte[] write(RunState state) {
    ObjectNode node = JSON.createObjectNode();
    node.put("format-version", FORMAT);
    node.put("phase", state.phase().name());
    node.put("iteration", state.iteration());
    node.put("parameter-sha256", state.parameterSha256());
    node.put("message", state.message());
    node.put("updated", state.updated().toString());
    return bytes(node);
  }

  static RunState readState(InputStream stream) throws IOException {
    JsonNode node = versioned(stream);
    return new RunState(
        RunState.Phase.valueOf(field(node, "phase").asText()),
        field(node, "iteration").asInt(),
        field(node, "parameter-sha256").asText(),
        field(node, "message").asText(),
        Instant.parse(field(node, "updated").asText()));
  }

  private static ObjectNode settings(RunSettings settings) {
    ObjectNode node = JSON.createObjectNode();
    node.put("name", settings.name().toString());
    node.put("test-fold", settings.testFold());
    node.put("trained-on", settings.trainedOn().key());
    node.put("schedule", settings.schedule());
    SolverJson.write(settings.solver(), node.putObject("solver"));
    node.put("batch", settings.batch());
    node.put("batch-mode", Choice.key(settings.batchMode()));
    node.put("iterations", settings.iterations());
    node.put("checkpoint-every", settings.checkpointEvery());
    node.put("workers", settings.workers());
    node.put("averaging-frequency", settings.averagingFrequency());
    node.put("shuffle", Choice.key(settings.shuffle()));
    node.put("seed", settings.seed());
    node.put("threads", settings.threads());
    return node;
  }

  private static JsonNode versioned(InputStream stream) throws IOException {
    JsonNode node = JSON.readTree(stream);
    int version = field(node, "format-version").asInt();
    if (version != FORMAT) {
      throw new IOException(
          "its format version is %d, this program reads %d".formatted(version, FORMAT));
    }
    return node;
  }

  static JsonNode field(JsonNode node, String name) throws IOException {
    JsonNode value = node.get(name);
    if (value == null) {
      throw new IOException("the field '%s' is missing".formatted(name));
    }
    return value;
  }

  private static byte[] bytes(JsonNode node) {
    try {
      return JSON.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers can always be written", e);
    }
  }
}
