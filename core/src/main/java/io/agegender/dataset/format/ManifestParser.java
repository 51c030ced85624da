// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.adience.Alignment;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.hash.Sha256;
import io.agegender.foundation.json.Json;
import io.agegender.foundation.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/** The JSON of a manifest. */
public final class ManifestParser {
  private static final String FORMAT = "agegender-dataset";
  private static final String SELF = "self-sha256";
  private static final String PROGRAM = "created-by";

  /**
   * What the identity is computed with: the constant that manifests held before they named the
   * program.
   */
  private static final String ANY_PROGRAM = "agegender development";

  private ManifestParser() {}

  public static byte[] toJson(Manifest manifest) {
    ObjectNode root = Json.object();
    root.put("format", FORMAT);
    root.put("format-version", Manifest.FORMAT_VERSION);
    root.put(PROGRAM, manifest.recipe().createdBy());
    root.put("key", manifest.recipe().key());
    ObjectNode settings = root.putObject("settings");
    manifest.recipe().settings().forEach(settings::put);
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
    String text = Json.pretty(root) + "\n";
    return text.replace(field(SELF, ""), field(SELF, Sha256.of(text)))
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @param where the file, for messages
   * @throws UsageException if it is not a manifest, or one of another format version
   * @throws FailedException if it was changed after it was written
   */
  public static Manifest parse(String where, byte[] json) {
    JsonReader root = JsonReader.input(where, "restore it, or prepare the dataset again", json);
    String format = root.find("format").map(JsonReader::text).orElse("");
    if (!FORMAT.equals(format)) {
      throw new UsageException(
          "%s is not the manifest of a dataset: its format is '%s', not '%s'"
              .formatted(where, format, FORMAT));
    }
    int version = root.get("format-version").integer();
    if (version != Manifest.FORMAT_VERSION) {
      throw new UsageException(
          "%s: the dataset has format version %d and this program reads version %d; prepare it again or use the other version"
              .formatted(where, version, Manifest.FORMAT_VERSION));
    }
    checkSelf(where, root.find(SELF).map(JsonReader::text).orElse(""), json);
    return parse(root, identity(root, new String(json, StandardCharsets.UTF_8)));
  }

  /** A changed byte anywhere in the file makes another hash. */
  private static void checkSelf(String where, String self, byte[] json) {
    String text = new String(json, StandardCharsets.UTF_8);
    String blank = text.replace(field(SELF, self), field(SELF, ""));
    if (self.isEmpty() || !Sha256.of(blank).equals(self)) {
      throw new FailedException(
          "%s is damaged: its own hash does not fit; restore it, or prepare the dataset again"
              .formatted(where));
    }
  }

  /** The program that made a dataset does not change what the dataset is. */
  private static String identity(JsonReader root, String text) {
    String neutral =
        text.replace(field(SELF, root.get(SELF).text()), field(SELF, ""))
            .replace(field(PROGRAM, root.get(PROGRAM).text()), field(PROGRAM, ANY_PROGRAM));
    return Sha256.of(neutral.replace(field(SELF, ""), field(SELF, Sha256.of(neutral))));
  }

  private static String field(String name, String value) {
    return "\"" + name + "\" : \"" + value + "\"";
  }

  private static Manifest parse(JsonReader root, String sha256) {
    return new Manifest(
        new Manifest.Recipe(
            root.get(PROGRAM).text(),
            root.get("key").text(),
            new TreeMap<>(root.get("settings").map(JsonReader::text))),
        root.get("folds").list(JsonReader::count),
        root.get("alignments").list(ManifestParser::alignment),
        new TreeMap<>(root.get("counts").map(JsonReader::longInteger)),
        root.get("shards")
            .list(
                shard ->
                    new Manifest.Shard(
                        shard.get("number").count(),
                        alignment(shard.get("alignment")),
                        shard.get("records").count())),
        root.get("files")
            .list(
                file ->
                    new Manifest.Entry(
                        file.get("path").text(),
                        file.get("bytes").longInteger(),
                        file.get("sha256").text())),
        sha256);
  }

  private static Alignment alignment(JsonReader key) {
    return key.as("an alignment", Alignment::of);
  }
}
