// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.shape;

/**
 * Which numbers dropout drops: a function of seed, layer and index alone, the same in Java and in a
 * kernel. The index goes through SplitMix64 (Steele, Lea and Flood 2014); a number is dropped if
 * the upper 32 bits are below the threshold.
 *
 * @param seed of the layer in one minibatch
 * @param threshold share that is dropped times 2^32, as an unsigned int
 * @param factor of the numbers that are kept
 */
public record DropoutMask(long seed, int threshold, float factor) {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  /**
   * @param seed of the minibatch
   * @param layer number of the layer
   * @param ratio share that is dropped, above 0 and below 1
   */
  public static DropoutMask of(long seed, int layer, double ratio) {
    return new DropoutMask(
        mix(seed + GOLDEN_GAMMA * (layer + 1L)),
        (int) Math.min((long) (ratio * 0x1p32), 0xFFFFFFFFL),
        (float) (1 / (1 - ratio)));
  }

  /** What the number at an index is multiplied by: 0 or the factor. */
  public float at(long index) {
    long upper = mix(seed + GOLDEN_GAMMA * (index + 1)) >>> 32;
    return upper < Integer.toUnsignedLong(threshold) ? 0 : factor;
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
