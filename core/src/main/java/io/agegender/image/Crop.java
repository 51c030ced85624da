// SPDX-License-Identifier: Apache-2.0
package io.agegender.image;

/** Cuts the network's input out of a record. */
public final class Crop {
  private Crop() {}

  /**
   * Writes (record - mean), cropped and perhaps mirrored. The mean is taken at the crop's position
   * before mirroring, as Caffe's {@code data_transformer.cpp} does.
   *
   * @param record 3 x 256 x 256 unsigned bytes, planes B, G, R
   * @param mean the mean image
   * @param size height and width of the crop, 1 to 256 pixels
   * @param top rows above the crop, 0 to 256 - size
   * @param left columns left of the crop, 0 to 256 - size
   * @param mirror whether left and right are exchanged
   * @param target where 3 x size x size floats go, planes B, G, R (one example of an NCHW batch)
   * @param offset the position of the first of them
   * @throws IllegalArgumentException if the crop does not lie within the record
   */
  public static void into(
      byte[] record,
      MeanImage mean,
      int size,
      int top,
      int left,
      Mirror mirror,
      float[] target,
      int offset) {
    if (size < 1 || Math.min(top, left) < 0 || Math.max(top, left) + size > Pixels.SIDE) {
      throw new IllegalArgumentException(
          "a crop of %d pixels at (%d, %d) leaves the 256 x 256 record".formatted(size, top, left));
    }
    float[] means = mean.values();
    int out = offset;
    for (int channel = 0; channel < Pixels.CHANNELS; channel++) {
      for (int row = 0; row < size; row++) {
        int in = channel * Pixels.PLANE + (top + row) * Pixels.SIDE + left;
        if (mirror == Mirror.NONE) {
          for (int column = 0; column < size; column++) {
            target[out + column] = (record[in + column] & 0xFF) - means[in + column];
          }
        } else {
          int last = out + size - 1;
          for (int column = 0; column < size; column++) {
            target[last - column] = (record[in + column] & 0xFF) - means[in + column];
          }
        }
        out += size;
      }
    }
  }
}
