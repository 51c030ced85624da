// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What became of each layer when pretrained weights were loaded.
 *
 * @param file the file read
 * @param layers the network's layers in its order, then the file's other layers in theirs
 */
public record LoadReport(String file, List<Entry> layers) {
  /** What became of a layer. */
  public enum Outcome {
    /** Taken from the file. */
    LOADED,
    /** Set by the network's filler, because the file has no layer of that name. */
    INITIALISED,
    /** Only in the file: the network has no layer of that name. */
    IGNORED,
    /** In both, with different shapes; nothing can be trained then. */
    REFUSED;

    /** Lower-case name for tables. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One layer.
   *
   * @param layer its name
   * @param outcome what became of it
   * @param detail shapes, and why
   */
  public record Entry(String layer, Outcome outcome, String detail) {}

  /** How many layers had this outcome. */
  public long count(Outcome outcome) {
    return layers.stream().filter(e -> e.outcome() == outcome).count();
  }

  /** The entries with an outcome, in order. */
  public List<Entry> with(Outcome outcome) {
    return layers.stream().filter(e -> e.outcome() == outcome).toList();
  }

  /** One line: {@code 15 loaded, 1 initialised, 1 ignored, 0 refused of FILE}. */
  public String summary() {
    return Arrays.stream(Outcome.values())
        .map(outcome -> count(outcome) + " " + outcome.key())
        .collect(Collectors.joining(", ", "", " of " + file));
  }

  /** A line for each layer: outcome, name, detail. */
  @Override
  public String toString() {
    int width = layers.stream().mapToInt(e -> e.layer().length()).max().orElse(1);
    return layers.stream()
        .map(
            e ->
                String.format(
                    Locale.ROOT,
                    "%-11s %-" + width + "s %s",
                    e.outcome().key(),
                    e.layer(),
                    e.detail()))
        .collect(Collectors.joining(System.lineSeparator(), file + System.lineSeparator(), ""));
  }
}
