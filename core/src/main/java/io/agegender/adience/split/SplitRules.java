// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience.split;

import java.io.Serializable;

/**
 * How lists are drawn.
 *
 * @param validation which rows of the training folds validate
 * @param seed the seed of every permutation
 * @param duplicates what happens to rows that name the same face again
 * @param offByOne what happens to the entry between validation and training
 */
public record SplitRules(Validation validation, long seed, Duplicates duplicates, OffByOne offByOne)
    implements Serializable {
  /** The part of the training folds' rows that validates: one in ten, rounded down. */
  public static final int VALIDATION_DIVISOR = 10;

  /** Which rows of the training folds validate. */
  public enum Validation {
    /**
     * A tenth of the rows, whoever is on them: as the original, 95 % of them known from training.
     */
    ROWS,
    /** All rows of some subjects, about a tenth of the rows; none of them is in training. */
    SUBJECTS
  }

  /** What happens to rows that name the same face again. */
  public enum Duplicates {
    /** Each row is an entry, as in the original. */
    KEEP,
    /** Only the first row of a face is an entry. */
    DROP
  }

  /** What happens to the entry between validation and training. */
  public enum OffByOne {
    /**
     * It is in neither list, as in the original. Has no meaning for {@link Validation#SUBJECTS}.
     */
    KEEP,
    /** It is the first entry of the training list. */
    FIX
  }
}
