package io.agegender.dataset.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.adience.Alignment;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.storage.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The JSON of a manifest. */
public final class ManifestParser {
  private static final String FORMAT = "agegender-dataset";
  private static final String SELF = "self-sha256";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private ManifestParser() {}

  public static byte[] toJson(Manifest manifest) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    root.put("format-version", manifest.formatVersion());
    root.put("created-by", manifest.createdBy());
    root.put("key", manifest.key());
    ObjectNode settings = root.putObject("settings");
    manifest.settings().forEach(settings::put);
    manifest.folds().forEach(root.putArray("folds")::add);
    manifest.alignments().stream().map(Alignment::key).forEach(root.putArray("alignments")::add);
    ObjectNode counts = root.putObject("counts");
    manifest.counts().forEach(counts::put);
    for (Manifest.Shard shard : manifest.shards()) {
      root.withArray("shards")
          .addObject()
          .put("number", shard.number())
          .put("alignment", shard.alignment().key())
          .put("records", shard.records());
    }
    for (Manifest.Entry file : manifest.files()) {
      root.withArray("files")
          .addObject()
          .put("path", file.path())
          .put("bytes", file.bytes())
          .put("sha256", file.sha256());
    }
    root.put(SELF, "");
    try {
      String text = JSON.writeValueAsString(root).replace(System.lineSeparator(), "\n") + "\n";
      return text.replace(field(""), field(hash(text.getBytes(StandardCharsets.UTF_8))))
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers can be written", e);
    }
  }

  /**
   * @param where the file, for messages
   * @throws UsageException if it is no manifest, or one of another format version
   * @throws FailedException if it was changed after it was written
   */
  public static Manifest parse(String where, byte[] json) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (IOException e) {
      throw new UsageException("%s is no JSON: %s".formatted(where, e.getMessage()), e);
    }
    if (!FORMAT.equals(root.path("format").asText())) {
      throw new UsageException(
          "%s is not the manifest of a dataset: its format is '%s', not '%s'"
              .formatted(where, root.path("format").asText(), FORMAT));
    }
    int version = root.path("format-version").asInt();
    if (version != Manifest.FORMAT_VERSION) {
      throw new UsageException(
          "%s: the dataset has format version %d and this program reads version %d; prepare it again or use the other version"
              .formatted(where, version, Manifest.FORMAT_VERSION));
    }
    checkSelf(where, root, json);
    return parse(root, hash(json));
  }

  /** A changed byte anywhere in the file makes another hash. */
  private static void checkSelf(String where, JsonNode root, byte[] json) {
    String self = root.path(SELF).asText();
    String text = new String(json, StandardCharsets.UTF_8);
    String blank = text.replace(field(self), field(""));
    if (self.isEmpty() || !hash(blank.getBytes(StandardCharsets.UTF_8)).equals(self)) {
      throw new FailedException(
          "%s is damaged: its own hash does not fit; restore it, or prepare the dataset again"
              .formatted(where));
    }
  }

  private static String field(String hash) {
    return "\"" + SELF + "\" : \"" + hash + "\"";
  }

  private static String hash(byte[] bytes) {
    return HexFormat.of().formatHex(Storage.sha256().digest(bytes));
  }

  private static Manifest parse(JsonNode root, String sha256) {
    SortedMap<String, String> settings = new TreeMap<>();
    root.required("settings")
        .fields()
        .forEachRemaining(e -> settings.put(e.getKey(), e.getValue().asText()));
    SortedMap<String, Long> counts = new TreeMap<>();
    root.required("counts")
        .fields()
        .forEachRemaining(e -> counts.put(e.getKey(), e.getValue().asLong()));
    return new Manifest(
        root.required("format-version").asInt(),
        root.required("created-by").asText(),
        root.required("key").asText(),
        settings,
        list(root.required("folds"), JsonNode::asInt),
        list(root.required("alignments"), n -> Alignment.of(n.asText())),
        counts,
        list(
            root.required("shards"),
            n ->
                new Manifest.Shard(
                    n.required("number").asInt(),
                    Alignment.of(n.required("alignment").asText()),
                    n.required("records").asInt())),
        list(
            root.required("files"),
            n ->
                new Manifest.Entry(
                    n.required("path").asText(),
                    n.required("bytes").asLong(),
                    n.required("sha256").asText())),
        sha256);
  }

  private static <T> List<T> list(JsonNode array, Function<JsonNode, T> parser) {
    List<T> values = new ArrayList<>();
    array.forEach(node -> values.add(parser.apply(node)));
    return List.copyOf(values);
  }
}
