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
  CONFLICTING_LABELS
}
