// SPDX-License-Identifier: Apache-2.0
package io.agegender.foundation.error;

import java.util.Collection;

/** The nearest known name for one that is not known. */
public final class Suggestion {
  private Suggestion() {}

  /**
   * @return {@code " (did you mean 'x'?)"} for the nearest name within a third of its length in
   *     edits, else an empty text
   */
  public static String didYouMean(String unknown, Collection<String> known) {
    String best = "";
    int bestDistance = Integer.MAX_VALUE;
    for (String name : known) {
      int distance = distance(unknown, name);
      if (distance < bestDistance) {
        best = name;
        bestDistance = distance;
      }
    }
    int limit = Math.max(2, best.length() / 3);
    return bestDistance <= limit ? " (did you mean '" + best + "'?)" : "";
  }

  /** Levenshtein distance: insertions, deletions and replacements of one character. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replace, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
