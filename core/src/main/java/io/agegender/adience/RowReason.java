// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience;

/** Why a row of a fold file is not used at all, for any target. */
public enum RowReason {
  /** Not 12 columns. */
  WRONG_COLUMNS,
  /** Bytes that are not UTF-8 text. */
  NOT_UTF8,
  /** A user, photo or subject that is not a plain file name: empty, a slash, {@code ..}, a NUL. */
  UNSAFE_NAME,
  /** Another row gives the same face another label. None of the rows can be trusted. */
  CONFLICTING_LABELS,
  /** A table's path that is empty or leads out of the root. */
  OUTSIDE_ROOT,
  /** A table has subjects, but not in this row. */
  NO_SUBJECT,
  /** An age in a table that is not one: negative, over 120, {@code NaN}, other text. */
  BAD_AGE,
  /** A gender in a table that is spelt in no usual way. */
  BAD_GENDER,
  /** A fold in a table that is not 0 to 4. */
  BAD_FOLD,
  /** An alignment in a table that is neither aligned nor unaligned. */
  BAD_ALIGNMENT,
  /** A file name that the published layout does not know. */
  BAD_NAME
}
