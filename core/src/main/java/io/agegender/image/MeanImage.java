// SPDX-License-Identifier: Apache-2.0
package io.agegender.image;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The mean of training faces, subtracted from every face before it enters a network.
 *
 * @param values 3 x 256 x 256, planes B, G, R, rows from the top, range 0 to 255; not copied, do
 *     not change it
 */
public record MeanImage(float[] values) implements Serializable {
  public MeanImage {
    if (values.length != Pixels.RECORD) {
      throw new IllegalArgumentException(
          "a mean image has %d values, not %d".formatted(Pixels.RECORD, values.length));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MeanImage mean && Arrays.equals(values, mean.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "MeanImage[3 x 256 x 256]";
  }
}
