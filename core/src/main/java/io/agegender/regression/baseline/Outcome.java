// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression.baseline;

import io.agegender.foundation.error.Choice;
import io.agegender.regression.Agreement;

/** How a nightly run ended. */
public enum Outcome {
  /** Everything is as in the baseline. */
  SAME,
  /** It became the baseline. */
  ACCEPTED,
  /** Something differs numerically. */
  DRIFT,
  /** It could not be compared with the baseline. */
  NOT_COMPARABLE,
  /** Something could not be made. */
  FAILED,
  /** Its process was gone before it ended; the nightly run after noted it. */
  KILLED;

  /** The name in files. */
  public String key() {
    return Choice.key(this);
  }

  /** Whether a result was made that holds. */
  public boolean isGood() {
    return this == SAME || this == ACCEPTED;
  }

  /** What a comparison makes of a nightly run that got to its end. */
  public static Outcome of(Agreement agreement) {
    return switch (agreement) {
      case IDENTICAL, WITHIN_BAND -> SAME;
      case NOT_COMPARABLE -> NOT_COMPARABLE;
      case DRIFT -> DRIFT;
    };
  }
}
