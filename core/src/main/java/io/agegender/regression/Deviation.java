// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One measure of two results that differs.
 *
 * @param measure what differs
 * @param text it and both values, for people
 * @param size how far apart the two are, in the measure's unit; infinite if that is not known
 */
public record Deviation(Measure measure, String text, double size) {
  private static final int HASH_DIGITS = 16;

  /** All figures that differ or that one side lacks; those of {@code now} give the order. */
  public static List<Deviation> ofFigures(Map<Measure, Double> before, Map<Measure, Double> now) {
    List<Deviation> found = new ArrayList<>();
    for (Measure measure : union(now, before)) {
      Double a = before.get(measure);
      Double b = now.get(measure);
      if (a == null || b == null) {
        found.add(of(measure, measure.toString(), a, b, Double.POSITIVE_INFINITY));
      } else if (Double.compare(a, b) != 0) {
        found.add(of(measure, measure.toString(), a, b, Math.abs(a - b)));
      }
    }
    return found;
  }

  /** All hashes that differ or that one side lacks; those of {@code now} give the order. */
  public static List<Deviation> ofHashes(Map<String, String> before, Map<String, String> now) {
    List<Deviation> found = new ArrayList<>();
    for (String part : union(now, before)) {
      String a = before.get(part);
      String b = now.get(part);
      if (a == null || !a.equals(b)) {
        found.add(of(Measure.Kind.HASH.of(part), part, shortened(a), shortened(b), 0));
      }
    }
    return found;
  }

  private static Deviation of(
      Measure measure, String name, Object before, Object now, double size) {
    return new Deviation(measure, new Difference(name, noted(before), noted(now)).toString(), size);
  }

  private static String noted(Object value) {
    return value == null ? Difference.UNKNOWN : value.toString();
  }

  private static String shortened(String hash) {
    return hash == null ? null : hash.substring(0, Math.min(HASH_DIGITS, hash.length()));
  }

  private static <K> Set<K> union(Map<K, ?> first, Map<K, ?> then) {
    Set<K> keys = new LinkedHashSet<>(first.keySet());
    keys.addAll(then.keySet());
    return keys;
  }

  /** Such as {@code loss to iteration 2: 2.0, now 2.1}. */
  @Override
  public String toString() {
    return text;
  }
}
