// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance.rule;

import io.agegender.foundation.error.UsageException;

/**
 * The least and the largest value that each input of a network can take, the mean image subtracted:
 * pixels of 0 to 255 minus the mean.
 *
 * @param low one per input, (C, H, W)
 * @param high one per input
 */
public record Box(float[] low, float[] high) {
  private static final float WHITE = 255;

  /**
   * For a picture of which a mean was subtracted.
   *
   * @param mean (3, S, S), 0 to 255
   */
  public static Box of(float[] mean) {
    float[] low = new float[mean.length];
    float[] high = new float[mean.length];
    for (int i = 0; i < mean.length; i++) {
      low[i] = -mean[i];
      high[i] = WHITE - mean[i];
    }
    return new Box(low, high);
  }

  /** Where no mean is known; the rule z-box cannot be used then. */
  public static Box unknown() {
    return new Box(new float[0], new float[0]);
  }

  /**
   * Nothing if it fits.
   *
   * @throws UsageException if there is no box, or one of another size
   */
  public void requireSize(int inputs) {
    if (low.length != inputs || high.length != inputs) {
      throw new UsageException(
          "the rule zbox needs the least and largest value of all %d inputs, %d are known: give the mean image"
              .formatted(inputs, low.length));
    }
  }
}
