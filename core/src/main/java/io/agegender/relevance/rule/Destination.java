// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance.rule;

import java.util.Locale;

/** Where relevance goes besides the inputs of a layer. */
public enum Destination {
  /** To biases. */
  BIAS,
  /** Taken by the stabiliser eps in a denominator. */
  STABILISER,
  /** Given to inputs that lie in the padding around the picture. */
  PADDING,
  /**
   * Not given out, or given out twice, where an output has contributions of one sign only: the
   * alpha share or the beta share has no receiver.
   */
  ONE_SIDED,
  /** Of outputs that no input contributes to, such as those that a bias alone makes active. */
  ZERO,
  /** Multiplied with the number of channels by the toolbox's flat rule; negative, for it is won. */
  CHANNELS,
  /** Won or lost by the toolbox's rule for local response normalisation. */
  LRN;

  /** The word in tables and files, such as {@code one-sided}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
