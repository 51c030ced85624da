// SPDX-License-Identifier: Apache-2.0
package io.agegender.training;

/**
 * Derives independent seeds from a run's seed. The function is fixed: changing it changes every
 * run.
 */
public final class Seeds {
  /**
   * What a derived seed is for; the ordinal goes into the seed, so the order here is fixed, too.
   */
  public enum Use {
    /** The order of the samples in an epoch. */
    ORDER,
    /** Crop and mirror of one sample. */
    AUGMENTATION,
    /** The dropout masks of one minibatch. */
    DROPOUT,
    /** The first weights. */
    FILLER
  }

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private Seeds() {}

  /**
   * @param seed the run's seed
   * @param use what the result is for
   * @param coordinates where in the run, for example epoch and position
   */
  public static long derive(long seed, Use use, long... coordinates) {
    long hash = mix(seed + GOLDEN_GAMMA * (use.ordinal() + 1L));
    for (long coordinate : coordinates) {
      hash = mix(hash + GOLDEN_GAMMA * (coordinate + 1L));
    }
    return hash;
  }

  /**
   * The finaliser of SplitMix64 (Steele, Lea and Flood 2014): every input bit reaches every output
   * bit.
   */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
