// SPDX-License-Identifier: Apache-2.0
package io.agegender.image.verdict;

import java.util.Locale;

/**
 * How many pixels a picture may cost, checked on its header before anything is allocated.
 *
 * @param maxPixels the most pixels of an array that holds the picture
 * @param squared whether the picture is made square, so that the longer side counts twice
 */
public record PixelBudget(long maxPixels, boolean squared) {
  /** No encoder in use writes more; libjpeg's own progression has 10. */
  private static final int MAX_SCANS = 100;

  /** How many times the budget all scans together may pass over: each costs the whole picture. */
  private static final int MAX_PASSES = 16;

  /**
   * Says no to a picture that is too large.
   *
   * @param width in pixels, 0 to 2^32 - 1
   * @param height in pixels
   */
  public void check(long width, long height) throws PictureProblem {
    long side = Math.max(width, height);
    // Products of two numbers below 2^32 may leave a long; those of doubles do not.
    if ((double) width * height > maxPixels) {
      throw new PictureProblem(
          PictureReason.TOO_LARGE,
          String.format(Locale.ROOT, "%d x %d pixels, more than %d", width, height, maxPixels));
    }
    if (squared && (double) side * side > maxPixels) {
      throw new PictureProblem(
          PictureReason.TOO_LARGE,
          String.format(
              Locale.ROOT,
              "%d x %d pixels, made square %d x %d, more than %d",
              width,
              height,
              side,
              side,
              maxPixels));
    }
  }

  /** Says no to a progressive picture whose scans would cost too much to decode. */
  public void checkScans(int scans, long width, long height) throws PictureProblem {
    if (scans > MAX_SCANS || (double) scans * width * height > (double) MAX_PASSES * maxPixels) {
      throw new PictureProblem(
          PictureReason.TOO_LARGE,
          String.format(
              Locale.ROOT,
              "%d scans over %d x %d pixels, more than %d scans or %d pixels in all",
              scans,
              width,
              height,
              MAX_SCANS,
              MAX_PASSES * maxPixels));
    }
  }
}
