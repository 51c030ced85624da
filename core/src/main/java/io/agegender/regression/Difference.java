// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One fact of two that differ.
 *
 * @param name what it is, such as {@code settings.seed} or {@code nd4j.classifier}
 * @param before its value then; {@link #UNKNOWN} if it was not noted
 * @param now its value now; {@link #UNKNOWN} if it is not noted
 */
public record Difference(String name, String before, String now) {
  /** A fact that one side does not have. */
  public static final String UNKNOWN = "(not noted)";

  /**
   * What explains a numerical difference best comes first: settings, data, the arithmetic's
   * libraries, the code, the machine, the rest.
   */
  private static final List<String> LIKELY =
      List.of(
          "settings.",
          "threads",
          "dataset",
          "start-weights",
          "cpu.instruction-set",
          "nd4j.",
          "dl4j",
          "dnnl",
          "onednn",
          "openblas",
          "javacpp",
          "git.",
          "cpu",
          "gpu",
          "processor",
          "device",
          "java",
          "spark");

  /** The first of these that changes no bit by itself. */
  private static final int HARMLESS = LIKELY.indexOf("git.");

  /** The order of likely causes. */
  public static final Comparator<Difference> LIKELIEST_FIRST =
      Comparator.comparingInt(d -> rank(d.name));

  /** What two starts never share, and so explains nothing. */
  private static final Set<String> OF_ONE_START = Set.of("spark.application");

  /** All facts whose values differ, the likeliest cause first. */
  public static List<Difference> between(Map<String, String> before, Map<String, String> now) {
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    names.removeAll(OF_ONE_START);
    List<Difference> found = new ArrayList<>();
    for (String name : names) {
      String old = before.getOrDefault(name, UNKNOWN);
      String other = now.getOrDefault(name, UNKNOWN);
      if (!old.equals(other)) {
        found.add(new Difference(name, old, other));
      }
    }
    found.sort(LIKELIEST_FIRST);
    return List.copyOf(found);
  }

  /** Whether it is of the settings, the data or the arithmetic. */
  public boolean mayChangeBits() {
    return rank(name) < HARMLESS;
  }

  private static int rank(String name) {
    for (int i = 0; i < LIKELY.size(); i++) {
      if (name.startsWith(LIKELY.get(i))) {
        return i;
      }
    }
    return LIKELY.size();
  }

  /** Such as {@code settings.seed: 7, now 8}. */
  @Override
  public String toString() {
    return "%s: %s, now %s".formatted(name, before, now);
  }
}
