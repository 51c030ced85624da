// SPDX-License-Identifier: Apache-2.0
package io.agegender.synthetic.painting;

import io.agegender.adience.Alignment;
import io.agegender.synthetic.people.Seeds;
import java.awt.geom.AffineTransform;
import java.util.SplittableRandom;

/**
 * How a face lies in its picture. The aligned picture is square with eyes and chin at nearly fixed
 * places. The unaligned one is looser, still tilted, often not square, and black where the turned
 * photo ended.
 *
 * @param width in pixels
 * @param height in pixels
 * @param toPixels from face coordinates (x to the right, y down, origin between the eyes and the
 *     mouth, unit half a width of an aligned picture) to pixels
 * @param photoEdge half the width of the visible part of the photo in face coordinates
 */
record Camera(int width, int height, AffineTransform toPixels, double photoEdge) {

  /**
   * @param random the picture's own stream
   * @param size the larger side in pixels
   */
  static Camera of(Alignment alignment, SplittableRandom random, int size) {
    return alignment == Alignment.ALIGNED ? aligned(random, size) : unaligned(random, size);
  }

  private static Camera aligned(SplittableRandom random, int size) {
    double scale = size / 2.0 * Seeds.around(random, 1.14, 0.03);
    return new Camera(size, size, placed(random, size, size, scale, 0.02, 2), 10);
  }

  private static Camera unaligned(SplittableRandom random, int size) {
    boolean square = Seeds.chance(random, 0.3);
    double ratio = square ? 1 : random.nextDouble(0.78, 0.97);
    int shorter = Math.max(1, (int) Math.round(size * ratio));
    boolean wide = Seeds.chance(random, 0.4);
    int width = wide ? size : shorter;
    int height = wide ? shorter : size;
    double scale = shorter / 2.0 * random.nextDouble(0.8, 1.08);
    double degrees = Seeds.chance(random, 0.3) ? 22 : 8;
    return new Camera(
        width,
        height,
        placed(random, width, height, scale, 0.05, degrees),
        random.nextDouble(1.1, 1.4));
  }

  private static AffineTransform placed(
      SplittableRandom random, int width, int height, double scale, double shift, double degrees) {
    AffineTransform transform = new AffineTransform();
    transform.translate(
        width / 2.0 + scale * Seeds.around(random, 0, shift),
        height / 2.0 + scale * Seeds.around(random, 0.05, shift));
    transform.rotate(Math.toRadians(Seeds.around(random, 0, degrees / 2)));
    transform.scale(scale, scale);
    return transform;
  }

  /** The same view with {@code factor} times the pixels, sides rounded up. */
  Camera scaled(double factor) {
    AffineTransform transform = AffineTransform.getScaleInstance(factor, factor);
    transform.concatenate(toPixels);
    return new Camera(
        Math.max(1, (int) Math.ceil(width * factor)),
        Math.max(1, (int) Math.ceil(height * factor)),
        transform,
        photoEdge);
  }
}
