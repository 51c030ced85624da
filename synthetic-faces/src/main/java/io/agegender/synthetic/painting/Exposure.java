// SPDX-License-Identifier: Apache-2.0
package io.agegender.synthetic.painting;

import java.util.SplittableRandom;

/** Light, white balance, contrast and grain of a photo. */
record Exposure(Shot shot) {
  private static final double MID_GREY = 118;

  /**
   * @param rgb packed pixels, row by row
   * @param random the grain
   * @return blue, green and red bytes, row by row
   */
  byte[] develop(int[] rgb, int width, int height, SplittableRandom random) {
    byte[] bgr = new byte[3 * width * height];
    float slopeX = (float) (shot.light().slope() * Math.cos(shot.light().angle()));
    float slopeY = (float) (shot.light().slope() * Math.sin(shot.light().angle()));
    float contrast = (float) shot.film().contrast();
    float offset = (float) (MID_GREY * (1 - contrast));
    float warm = (float) shot.film().warmth();
    // Two uniform numbers of 16 bits make a triangular one; this brings its deviation to "noise".
    float grain = (float) (shot.film().noise() / (65536 / Math.sqrt(6)));
    long state = random.nextLong() | 1;
    int out = 0;
    for (int y = 0; y < height; y++) {
      float v = 2f * y / height - 1;
      for (int x = 0; x < width; x++) {
        float u = 2f * x / width - 1;
        float gain = contrast * (float) shot.film().exposure() * (1 + slopeX * u + slopeY * v);
        int pixel = rgb[y * width + x];
        // Xorshift: the grain is most of the work, and its quality matters little.
        state ^= state << 13;
        state ^= state >>> 7;
        state ^= state << 17;
        float noise = grain * ((int) (state & 0xffff) - (int) ((state >>> 16) & 0xffff));
        float tint =
            0.4f * grain * ((int) ((state >>> 32) & 0xffff) - (int) (state >>> 48 & 0xffff));
        float base = offset + noise;
        bgr[out++] = cut((pixel & 0xff) * gain / warm + base + tint);
        bgr[out++] = cut((pixel >>> 8 & 0xff) * gain + base);
        bgr[out++] = cut((pixel >>> 16 & 0xff) * gain * warm + base - tint);
      }
    }
    return bgr;
  }

  private static byte cut(float value) {
    return (byte) (value <= 0 ? 0 : value >= 255 ? 255 : (int) (value + 0.5f));
  }
}
