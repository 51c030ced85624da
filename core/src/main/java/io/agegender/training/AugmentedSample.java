// SPDX-License-Identifier: Apache-2.0
package io.agegender.training;

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
   * The crop's upper edge in pixels, uniform in [0, stored - size], as Caffe draws it in phase
   * TRAIN.
   *
   * @param stored height and width of the stored face in pixels
   * @param size height and width of the crop in pixels
   */
  public int top(int stored, int size) {
    return offset(augmentation & 0xFFFFFFL, stored - size + 1);
  }

  /** The crop's left edge in pixels; see {@link #top}. */
  public int left(int stored, int size) {
    return offset((augmentation >>> 24) & 0xFFFFFFL, stored - size + 1);
  }

  /** Whether the crop is mirrored left to right: with probability one half. */
  public boolean mirrored() {
    return augmentation < 0;
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
