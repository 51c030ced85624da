// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset.format;

import java.io.Serializable;

/**
 * One row or picture that is not used.
 *
 * @param kind which sort
 * @param reason the reason code, such as {@code TRUNCATED} or {@code NO_CLASS}
 * @param fold the fold, -1 for pictures that no row names
 * @param line the line of the fold file, from 1; -1 for pictures that no row names
 * @param alignment {@code aligned} or {@code unaligned}; empty if both
 * @param target {@code age} or {@code gender}; empty if both
 * @param path the picture's path below the raw tree; empty for a row without one
 * @param detail what was found
 */
public record Reject(
    Kind kind,
    String reason,
    int fold,
    int line,
    String alignment,
    String target,
    String path,
    String detail)
    implements Serializable {
  /** Which sort of reject. */
  public enum Kind {
    /** The row is sound, but its label has no class for the target. */
    LEFT_OUT,
    /** The row, or its picture, cannot be used. */
    REJECTED,
    /** A picture that no row names. Not part of the accounting of rows. */
    UNLISTED
  }
}
