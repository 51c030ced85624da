// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance.rule;

/** What a rule makes of every weight before the weights are summed over. */
public enum WeightPart {
  /** The weight itself. */
  ALL,
  /** max(w, 0). */
  POSITIVE,
  /** min(w, 0). */
  NEGATIVE,
  /** w squared. */
  SQUARE,
  /** 1 wherever there is a connection. */
  ONE;

  float of(float weight) {
    return switch (this) {
      case ALL -> weight;
      case POSITIVE -> Math.max(weight, 0);
      case NEGATIVE -> Math.min(weight, 0);
      case SQUARE -> weight * weight;
      case ONE -> 1;
    };
  }
}
