// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance;

import java.util.Locale;

/**
 * Colours for a relevance between -1 (against the class) and 1 (for the class). Each draws sums
 * over the channels of a map.
 */
public enum ColourMap {
  /** Black at 0, red to yellow to white above, blue to cyan to white below; of the original. */
  BLACK_FIRERED {
    @Override
    double[] of(double r) {
      return new double[] {
        ramp(r, 0, 0.25) + ramp(-r, 0.5, 0.5),
        ramp(r, 0.25, 0.25) + ramp(-r, 0.25, 0.25),
        ramp(r, 0.5, 0.5) + ramp(-r, 0, 0.25)
      };
    }
  },
  /** White at 0, red above, blue below. */
  SEISMIC {
    @Override
    double[] of(double r) {
      return new double[] {1 - ramp(-r, 0, 1), 1 - ramp(Math.abs(r), 0, 1), 1 - ramp(r, 0, 1)};
    }
  },
  /** Black at 0, yellow above, blue below. */
  BLUE_BLACK_YELLOW {
    @Override
    double[] of(double r) {
      return new double[] {ramp(r, 0, 1), ramp(r, 0, 1), ramp(-r, 0, 1)};
    }
  };

  /** Red, green and blue, 0 to 1, of a relevance between -1 and 1. */
  abstract double[] of(double r);

  /** Whether its colour of no relevance is light. */
  public boolean light() {
    return this == SEISMIC;
  }

  /** The name in settings, such as {@code black-firered}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** 0 up to start, 1 from start + width on, a straight line between. */
  private static double ramp(double value, double start, double width) {
    return Math.min(Math.max(value - start, 0), width) / width;
  }

  /**
   * Draws a map.
   *
   * @param map (channels, pixels), row-major
   * @param channels how many channels are summed up
   * @param scale the sum that gets the strongest colour, above 0; {@link #peak} of the map, or one
   *     for a whole sheet so that its colours compare
   * @return 0xRRGGBB for each pixel
   */
  public int[] draw(float[] map, int channels, double scale) {
    double[] sums = overChannels(map, channels);
    int[] pixels = new int[sums.length];
    for (int i = 0; i < sums.length; i++) {
      double[] colour = of(scale > 0 ? Math.max(-1, Math.min(1, sums[i] / scale)) : 0);
      for (double part : colour) {
        pixels[i] = pixels[i] << 8 | (int) (255 * part);
      }
    }
    return pixels;
  }

  /** The largest absolute sum over channels of a map; 0 if the map is empty of relevance. */
  public static double peak(float[] map, int channels) {
    double peak = 0;
    for (double sum : overChannels(map, channels)) {
      peak = Math.max(peak, Math.abs(sum));
    }
    return peak;
  }

  /** Sums over channels, one for each pixel. */
  static double[] overChannels(float[] map, int channels) {
    double[] sums = new double[map.length / channels];
    for (int i = 0; i < map.length; i++) {
      sums[i % sums.length] += map[i];
    }
    return sums;
  }
}
