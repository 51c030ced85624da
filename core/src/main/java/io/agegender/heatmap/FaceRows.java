// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.hash.Sha256;
import io.agegender.foundation.json.Json;
import io.agegender.heatmap.picture.MapFiles;
import io.agegender.storage.FileStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The rows of one face, one for each rule and explained class, in a file of their own. The file has
 * a SHA-256 of its rows, and each row has one of its map: what was damaged is made again.
 */
public final class FaceRows {
  private static final String KEY = "key";
  private static final String ROWS = "rows";
  private static final String SHA256 = "sha256";
  private static final String MAP = "map";
  private static final String MAP_SHA256 = "map-sha256";

  private FaceRows() {}

  /** What is done with a row. */
  public interface Use {
    void row(JsonNode row) throws IOException;
  }

  /** Where the rows of a face are. */
  public static String file(String folder, String name) {
    return "rows/%s/%s.json".formatted(folder, name);
  }

  /**
   * Writes the map of a row and notes it there.
   *
   * @param stem of the file's name below {@code maps}
   * @param npy the file's content
   */
  public static void map(FileStore out, ObjectNode row, String stem, byte[] npy) {
    String file = "maps/%s.npy".formatted(stem);
    out.write(file, stream -> stream.write(npy));
    row.put(MAP, file);
    row.put(MAP_SHA256, Sha256.of(npy));
  }

  /**
   * The map of a row: planes R, G, B.
   *
   * @param size its height and width
   * @throws FailedException if it is not the one that was written
   */
  public static float[] map(FileStore out, JsonNode row, int size) {
    String file = row.get(MAP).textValue();
    byte[] npy = out.read(file);
    if (!isThatMap(row, npy)) {
      throw new FailedException(
          "%s is damaged: its SHA-256 is not the one in its row; start again, and it is made again"
              .formatted(out.path(file)));
    }
    return MapFiles.values(npy, size, out.path(file));
  }

  private static boolean isThatMap(JsonNode row, byte[] npy) {
    return Sha256.of(npy).equals(row.get(MAP_SHA256).textValue());
  }

  /**
   * Writes the rows of a face, whose maps are there: the mark that the face is done.
   *
   * @param folder of its network's files
   * @param key what the rows follow from
   */
  public static void write(FileStore out, String folder, String name, String key, ArrayNode rows) {
    ObjectNode document = Json.object();
    document.put(KEY, key);
    document.put(SHA256, sha256(asRead(rows)));
    document.set(ROWS, rows);
    out.write(file(folder, name), stream -> stream.write(Json.prettyBytes(document)));
  }

  /** Whether the rows of a face and their maps are there, sound and of this key. */
  static boolean areThere(FileStore out, String folder, String name, String key) {
    String file = file(folder, name);
    if (!out.exists(file)) {
      return false;
    }
    try {
      JsonNode document = sound(out.read(file));
      if (!document.path(KEY).asText().equals(key)) {
        return false;
      }
      for (JsonNode row : document.get(ROWS)) {
        String map = row.get(MAP).textValue();
        if (!out.exists(map) || !isThatMap(row, out.read(map))) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      // Damaged rows are made again.
      return false;
    }
  }

  /**
   * Goes through the rows of a face.
   *
   * @param folder of its network's files
   * @throws FailedException if the rows are missing or damaged
   */
  public static void each(FileStore out, String folder, String name, Use use) {
    String file = file(folder, name);
    try {
      for (JsonNode row : sound(out.read(file)).get(ROWS)) {
        use.row(row);
      }
    } catch (IOException e) {
      throw new FailedException(
          "%s is damaged: %s; start again, and it is made again"
              .formatted(out.path(file), e.getMessage()),
          e);
    }
  }

  private static JsonNode sound(byte[] file) throws IOException {
    JsonNode document = Json.tree(new String(file, StandardCharsets.UTF_8));
    if (!(document.get(ROWS) instanceof ArrayNode rows)
        || !sha256(rows).equals(document.path(SHA256).asText())) {
      throw new IOException("its rows do not have the SHA-256 that it says");
    }
    return document;
  }

  /** Numbers as a reader finds them: a text has no float and no BigDecimal. */
  private static JsonNode asRead(ArrayNode rows) {
    try {
      return Json.tree(Json.compact(rows));
    } catch (IOException e) {
      throw new IllegalStateException("what was written can be read", e);
    }
  }

  private static String sha256(JsonNode rows) {
    return Sha256.of(Json.compact(rows));
  }
}
