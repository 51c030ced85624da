package io.agegender.regression;

import java.util.Locale;

/**
 * How the parameters of one layer differ.
 *
 * @param layer its name
 * @param floats how many parameters it has
 * @param others how many of them have other bits
 * @param largest the largest difference of two parameters
 * @param relativeL2 the L2 norm of the differences as a share of the norm before; infinite if that
 *     is 0
 */
public record LayerDifference(
    String layer, long floats, long others, double largest, double relativeL2) {
  /** Whether every bit is the same. */
  public boolean isNone() {
    return others == 0;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-24s %,13d of %,13d differ, largest %.3g, relative L2 %.3g",
        layer,
        others,
        floats,
        largest,
        relativeL2);
  }
}
