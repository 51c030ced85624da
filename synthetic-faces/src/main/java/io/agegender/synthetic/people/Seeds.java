// SPDX-License-Identifier: Apache-2.0
package io.agegender.synthetic.people;

import java.util.SplittableRandom;

/** Random numbers that depend on what they are for and on nothing that ran before. */
public final class Seeds {
  private Seeds() {}

  /**
   * @param seed the seed of the whole tree
   * @param purpose keeps streams with the same key apart
   * @param key the thing that the numbers belong to, such as a subject or a photo
   */
  public static SplittableRandom of(long seed, String purpose, String key) {
    long mixed = mix(seed);
    mixed = text(mixed, purpose);
    return new SplittableRandom(mix(text(mixed, key)));
  }

  private static long text(long start, String text) {
    long mixed = mix(start + text.length());
    for (int i = 0; i < text.length(); i++) {
      mixed = mix(mixed ^ text.charAt(i));
    }
    return mixed;
  }

  /** The finaliser of MurmurHash3: each input bit changes about half of the output bits. */
  private static long mix(long value) {
    long z = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
    z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return z ^ (z >>> 33);
  }

  /** A number that is normally distributed around {@code mean}, cut at three deviations. */
  public static double around(SplittableRandom random, double mean, double deviation) {
    double z = Math.max(-3, Math.min(3, random.nextGaussian()));
    return mean + deviation * z;
  }

  /** Cut to 0 to 1. */
  public static double part(double value) {
    return Math.max(0, Math.min(1, value));
  }

  public static boolean chance(SplittableRandom random, double probability) {
    return random.nextDouble() < probability;
  }
}
