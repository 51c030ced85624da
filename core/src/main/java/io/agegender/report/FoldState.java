// SPDX-License-Identifier: Apache-2.0
package io.agegender.report;

import io.agegender.foundation.error.Choice;

/** What a report has of one fold. */
public enum FoldState {
  /** Its figures; they are part of the mean. */
  SCORED,
  /** A finished run whose snapshot was not scored. */
  NOT_SCORED,
  /** A run that has not ended. */
  UNFINISHED,
  /** A run that was given up. */
  FAILED,
  /** No run. */
  ABSENT;

  /** The name in files: {@code scored}, {@code not-scored}, ... */
  public String key() {
    return Choice.key(this);
  }
}
