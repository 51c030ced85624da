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
   * @param target where 3 x size x size floats go, planes B, G, R (one example of an NCHW batch)
   * @param offset the position of the first of them
   */
  public static void into(
      byte[] record, MeanImage mean, CropSpec crop, float[] target, int offset) {
    int size = crop.size();
    float[] means = mean.values();
    int out = offset;
    for (int channel = 0; channel < Pixels.CHANNELS; channel++) {
      for (int row = 0; row < size; row++) {
        int in = channel * Pixels.PLANE + (crop.top() + row) * Pixels.SIDE + crop.left();
        if (!crop.mirrored()) {
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
