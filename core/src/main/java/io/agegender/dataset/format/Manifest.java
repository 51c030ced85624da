// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset.format;

import io.agegender.adience.Alignment;
import io.agegender.adience.ClassLabels;
import io.agegender.adience.Target;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What a dataset consists of. The manifest is written last, by rename; a folder without one is not
 * a dataset.
 *
 * @param recipe what it was made by and of
 * @param folds the test folds, ascending
 * @param alignments the alignments that can be asked for, in enum order
 * @param counts numbers by name, such as {@code rows} and {@code faces}
 * @param shards the shards by number
 * @param files every other file, shards included, by path
 * @param sha256 the identity of the dataset: SHA-256 of the manifest file as it is without the
 *     program that made it, so that equal datasets of two versions of the program are one
 */
public record Manifest(
    Recipe recipe,
    List<Integer> folds,
    List<Alignment> alignments,
    SortedMap<String, Long> counts,
    List<Shard> shards,
    List<Entry> files,
    String sha256) {
  /** The version of the format that this program writes and reads. */
  public static final int FORMAT_VERSION = 1;

  /** The classes of a target, which the settings tell. */
  public ClassLabels classes(Target target) {
    return ClassLabels.of(target, recipe.settings());
  }

  /** A file by its path; empty if it is not one of the dataset's. */
  public Optional<Entry> file(String path) {
    return files.stream().filter(entry -> entry.path().equals(path)).findFirst();
  }

  /** The same with files in place of those of the draft. */
  public Manifest withFiles(List<Entry> other) {
    return new Manifest(recipe, folds, alignments, counts, shards, other, sha256);
  }

  /**
   * What a dataset was made by and of.
   *
   * @param createdBy the program, its version and its commit
   * @param key SHA-256 over settings, fold files and the list of pictures: the same inputs, the
   *     same key
   * @param settings the settings that it was made with, by their keys
   */
  public record Recipe(String createdBy, String key, SortedMap<String, String> settings) {}

  /** A shard: its number, and how many records of which stored alignment it holds. */
  public record Shard(int number, Alignment alignment, int records) implements Serializable {}

  /** A file: its path below the root, its length in bytes, its SHA-256 in hexadecimal. */
  public record Entry(String path, long bytes, String sha256) {}
}
