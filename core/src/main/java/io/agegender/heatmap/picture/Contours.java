// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap.picture;

/**
 * Lines of equal relevance over a face in grey. The map is smoothed; lines run where it passes a
 * quarter and a half of its largest absolute value: red and yellow for the class, blue and cyan
 * against it.
 */
final class Contours {
  private static final int STRONG_FOR = 0xFFE000;
  private static final int FOR = 0xFF3030;
  private static final int AGAINST = 0x3060FF;
  private static final int STRONG_AGAINST = 0x00E0FF;
  private static final double LEVEL = 0.25;
  private static final double STRONG_LEVEL = 0.5;

  /** Pixels per standard deviation of the smoothing: 3.5 pixels for an input of 224. */
  private static final double SMOOTHING = 64;

  private Contours() {}

  /**
   * Draws the lines.
   *
   * @param grey size x size values 0xRRGGBB
   * @param sums relevance of each pixel, summed over channels
   */
  static int[] of(int[] grey, float[] sums, int size) {
    float[] smooth = Blur.of(sums, size, size / SMOOTHING);
    double largest = 0;
    for (float value : smooth) {
      largest = Math.max(largest, Math.abs(value));
    }
    int[] drawn = grey.clone();
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        int at = y * size + x;
        int level = level(smooth[at], largest);
        int right = x + 1 < size ? level(smooth[at + 1], largest) : level;
        int below = y + 1 < size ? level(smooth[at + size], largest) : level;
        int line = further(level, further(right, below));
        if (level != right || level != below) {
          drawn[at] = colour(line);
        }
      }
    }
    return drawn;
  }

  /** -2 and -1: against the class; 0: weak; 1 and 2: for it. */
  private static int level(double value, double largest) {
    double share = largest > 0 ? Math.abs(value) / largest : 0;
    int strength = share >= STRONG_LEVEL ? 2 : share >= LEVEL ? 1 : 0;
    return value < 0 ? -strength : strength;
  }

  private static int further(int a, int b) {
    return Math.abs(a) >= Math.abs(b) ? a : b;
  }

  private static int colour(int level) {
    return switch (level) {
      case 2 -> STRONG_FOR;
      case 1 -> FOR;
      case -1 -> AGAINST;
      default -> STRONG_AGAINST;
    };
  }
}
