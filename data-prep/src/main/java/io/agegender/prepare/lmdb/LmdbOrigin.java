// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare.lmdb;

import io.agegender.adience.ClassLabels;
import io.agegender.adience.FaceOrigin;
import io.agegender.adience.FoldRow;
import io.agegender.adience.LabelPolicy;
import io.agegender.adience.Labels;
import io.agegender.adience.Target;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.json.Json;
import io.agegender.foundation.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What LMDBs cannot say of themselves: an entry has the number of a class, and without this record
 * beside the LMDBs it would be read as the number of one of Adience's. There is none beside
 * Adience's own.
 *
 * @param facts settings of the dataset that was exported: its age groups, where its faces are from
 */
record LmdbOrigin(SortedMap<String, String> facts) {
  /** Beside {@code lmdb}, {@code lmdb_unaligned} and {@code lmdb_mixed}. */
  static final String FILE = "agegender-lmdb.json";

  private static final String FORMAT = "agegender-lmdb";
  private static final int VERSION = 1;

  /** What is worth telling of a dataset. */
  static LmdbOrigin of(Map<String, String> settings) {
    SortedMap<String, String> facts = new TreeMap<>();
    ClassLabels.of(Target.AGE, settings).note(facts);
    FaceOrigin.of(FaceOrigin.KEY, settings).note(FaceOrigin.KEY, facts);
    return new LmdbOrigin(facts);
  }

  /**
   * What stands beside LMDBs.
   *
   * @throws UsageException if the record is damaged
   */
  static LmdbOrigin beside(Path root) {
    Path file = root.resolve(FILE);
    if (!Files.exists(file)) {
      return new LmdbOrigin(new TreeMap<>());
    }
    try {
      JsonReader json =
          JsonReader.input(
                  file.toString(),
                  "export the LMDBs again, or remove it if they are Adience's",
                  Files.readAllBytes(file))
              .version(VERSION);
      SortedMap<String, String> facts = new TreeMap<>();
      for (String key : new String[] {ClassLabels.KEY, FaceOrigin.KEY}) {
        json.find(key).ifPresent(value -> facts.put(key, value.text()));
      }
      return of(facts);
    } catch (IOException e) {
      throw new UsageException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Writes the record, if there is anything to tell. */
  void write(Path file) throws IOException {
    if (!facts.isEmpty()) {
      var node = Json.object().put("format", FORMAT).put("format-version", VERSION);
      facts.forEach(node::put);
      Files.write(file, Json.prettyBytes(node));
    }
  }

  /** The classes that the entries' numbers stand for. */
  ClassLabels classes(Target target) {
    return ClassLabels.of(target, facts);
  }

  /** Which labels of rows made of entries count as which class. */
  Labels labels() {
    ClassLabels ages = classes(Target.AGE);
    if (ages.areAdiences()) {
      return LabelPolicy.ORIGINAL;
    }
    return new Labels() {
      @Override
      public ClassLabels classes(Target target) {
        return LmdbOrigin.this.classes(target);
      }

      @Override
      public int classOf(Target target, FoldRow row) {
        return classes(target).labels().indexOf(row.label(target));
      }
    };
  }
}
