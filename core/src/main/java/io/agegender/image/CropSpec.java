// SPDX-License-Identifier: Apache-2.0
package io.agegender.image;

/**
 * Which crop of a stored face.
 *
 * @param size height and width in pixels, 1 to 256
 * @param top rows above the crop, 0 to 256 - size
 * @param left columns left of the crop, 0 to 256 - size
 * @param mirrored whether the crop is turned left to right after the mean was taken away
 */
public record CropSpec(int size, int top, int left, boolean mirrored) {
  /**
   * @throws IllegalArgumentException if the crop does not lie within the record
   */
  public CropSpec {
    if (size < 1 || Math.min(top, left) < 0 || Math.max(top, left) + size > Pixels.SIDE) {
      throw new IllegalArgumentException(
          "a crop of %d pixels at (%d, %d) leaves the 256 x 256 record".formatted(size, top, left));
    }
  }

  /** The crop in the middle, as Caffe takes it in phase TEST: offset (256 - size) / 2. */
  public static CropSpec centre(int size) {
    int middle = (Pixels.SIDE - size) / 2;
    return new CropSpec(size, middle, middle, false);
  }
}
