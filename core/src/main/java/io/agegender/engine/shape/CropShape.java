// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.shape;

/**
 * Crops of one batch: records (N, 3, side, side) of unsigned bytes, planes B, G, R, become (N, 3,
 * size, size) floats.
 *
 * @param side height and width of a record in pixels
 * @param size height and width of a crop in pixels, at most side
 */
public record CropShape(int pictures, int side, int size) {
  /** Numbers of all crops. */
  public long count() {
    return 3L * pictures * size * size;
  }
}
