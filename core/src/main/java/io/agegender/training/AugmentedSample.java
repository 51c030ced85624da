// SPDX-License-Identifier: Apache-2.0
package io.agegender.training;

import io.agegender.image.CropSpec;
import io.agegender.image.Pixels;
import java.io.Serializable;

/**
 * One sample of a training step, with the seed of its augmentation.
 *
 * @param face the face's number in the index
 * @param label its class, from 0
 * @param augmentation the seed of its crop and mirror
 */
public record AugmentedSample(int face, int label, long augmentation) implements Serializable {
  /**
   * The crop, as Caffe draws it in phase TRAIN: its upper and its left edge are uniform in [0, 256
   * - size], and it is mirrored with probability one half.
   *
   * @param size height and width of the crop in pixels
   */
  public CropSpec crop(int size) {
    int bound = Pixels.SIDE - size + 1;
    return new CropSpec(
        size,
        offset(augmentation & 0xFFFFFFL, bound),
        offset((augmentation >>> 24) & 0xFFFFFFL, bound),
        augmentation < 0);
  }

  /** The same crop, not mirrored. */
  AugmentedSample unmirrored() {
    return new AugmentedSample(face, label, augmentation & Long.MAX_VALUE);
  }

  /** Scales 24 random bits to [0, bound). */
  private static int offset(long bits, int bound) {
    return (int) ((bits * bound) >>> 24);
  }
}
