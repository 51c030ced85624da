// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset.build;

import io.agegender.adience.Alignment;
import io.agegender.adience.Target;
import java.util.SortedMap;

/**
 * Where every row of the fold files went, for one target and alignment. In = used + left out +
 * rejected, always.
 *
 * @param target the target
 * @param alignment the alignment; in mixed each row counts twice
 * @param in rows, times two if mixed
 * @param used entries of all test lists
 * @param leftOut sound entries that are in no list of this target, by reason
 * @param rejected entries whose row or picture cannot be used, by reason
 */
public record Accounting(
    Target target,
    Alignment alignment,
    long in,
    long used,
    SortedMap<String, Long> leftOut,
    SortedMap<String, Long> rejected) {
  /** Reasons for leaving a sound entry out of a target's lists. */
  public enum LeftOut {
    /** The label says that nobody knows: {@code None}, {@code u} or empty. */
    NO_LABEL,
    /** The label belongs to no class under the label policy, such as {@code 35}. */
    NO_CLASS,
    /** The row names a face again, and the rules drop such rows. */
    DUPLICATE_ROW,
    /** The original's list files do not have it. */
    NOT_IN_LISTS,
    /** A picture of another fold has the same pixels, so a test on it would be on training data. */
    SAME_PIXELS
  }

  public Accounting {
    long sum = used + total(leftOut) + total(rejected);
    if (in != sum) {
      throw new IllegalStateException(
          "%s %s: %d entries in, but %d accounted for"
              .formatted(target.key(), alignment.key(), in, sum));
    }
  }

  /** The sum of all reasons. */
  public static long total(SortedMap<String, Long> byReason) {
    return byReason.values().stream().mapToLong(Long::longValue).sum();
  }
}
