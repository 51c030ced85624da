// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience;

import io.agegender.foundation.error.UsageException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a network predicts. Class indices and their order are those of the original's list files.
 */
public enum Target {
  /** Eight age groups in years, youngest first. */
  AGE("(0, 2)", "(4, 6)", "(8, 12)", "(15, 20)", "(25, 32)", "(38, 43)", "(48, 53)", "(60, 100)"),
  /** Male is class 0, female class 1. */
  GENDER("m", "f");

  private final List<String> labels;

  Target(String... labels) {
    this.labels = List.of(labels);
  }

  /** The name in configuration names and paths: {@code age} or {@code gender}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The number of classes: 8 or 2. */
  public int classes() {
    return labels.size();
  }

  /** The label of each class as the fold files spell it, by class index. */
  public List<String> labels() {
    return labels;
  }

  /**
   * @throws UsageException if there is no such target
   */
  public static Target of(String key) {
    return Arrays.stream(values())
        .filter(t -> t.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "unknown target '%s': use one of %s"
                        .formatted(
                            key,
                            Arrays.stream(values())
                                .map(Target::key)
                                .collect(Collectors.joining(", ")))));
  }
}
