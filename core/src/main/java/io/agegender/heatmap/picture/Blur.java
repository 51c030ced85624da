// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap.picture;

/** A Gaussian blur of square planes; the edge's pixels count for what lies beyond the edge. */
public final class Blur {
  /** A Gaussian is cut off at so many standard deviations. */
  private static final double REACH = 3;

  private Blur() {}

  /**
   * Blurs each plane.
   *
   * @param planes (channels, size, size), row-major; left as it is
   * @param size height and width of a plane in pixels
   * @param sigma standard deviation in pixels, above 0
   */
  public static float[] of(float[] planes, int size, double sigma) {
    double[] kernel = kernel(sigma);
    float[] across = new float[planes.length];
    float[] both = new float[planes.length];
    for (int plane = 0; plane < planes.length; plane += size * size) {
      for (int line = 0; line < size; line++) {
        along(planes, across, plane + line * size, 1, size, kernel);
      }
      for (int column = 0; column < size; column++) {
        along(across, both, plane + column, size, size, kernel);
      }
    }
    return both;
  }

  private static double[] kernel(double sigma) {
    int reach = (int) Math.ceil(REACH * sigma);
    double[] kernel = new double[2 * reach + 1];
    double sum = 0;
    for (int i = 0; i < kernel.length; i++) {
      double x = (i - reach) / sigma;
      kernel[i] = Math.exp(-x * x / 2);
      sum += kernel[i];
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= sum;
    }
    return kernel;
  }

  private static void along(
      float[] from, float[] to, int first, int step, int size, double[] kernel) {
    int reach = kernel.length / 2;
    for (int i = 0; i < size; i++) {
      double sum = 0;
      for (int k = -reach; k <= reach; k++) {
        int at = Math.max(0, Math.min(size - 1, i + k));
        sum += kernel[k + reach] * from[first + at * step];
      }
      to[first + i * step] = (float) sum;
    }
  }
}
