// SPDX-License-Identifier: Apache-2.0
package io.agegender.synthetic.people;

import java.awt.geom.Path2D;
import java.util.SplittableRandom;

/**
 * The shape of a head and what is where on it. Lengths are in half picture widths of an aligned
 * picture, from the origin of the face coordinates (see {@code Camera}).
 *
 * @param halfWidth at the temples
 * @param halfHeight from the origin to the crown and to the chin
 * @param jaw 0 (pointed) to 1 (as wide as the temples)
 * @param cheeks how full the lower half is
 * @param eyes where they are
 * @param nose half its width
 * @param mouth its size
 * @param brows their thickness
 */
public record Head(
    double halfWidth,
    double halfHeight,
    double jaw,
    double cheeks,
    Eyes eyes,
    double nose,
    Mouth mouth,
    double brows) {

  /**
   * Where the eyes are.
   *
   * @param line their y: low in a baby's face
   * @param size half the width of one, about
   * @param distance their x
   */
  public record Eyes(double line, double size, double distance) {}

  /**
   * How large the mouth is.
   *
   * @param halfWidth half its width
   * @param lips their thickness
   */
  public record Mouth(double halfWidth, double lips) {}

  static Head of(SplittableRandom random, Traits t) {
    return new Head(
        Seeds.around(random, 0.43 - 0.03 * t.womanly() + 0.05 * t.youth(), 0.014),
        Seeds.around(random, 0.60 - 0.09 * t.youth(), 0.014),
        Seeds.part(Seeds.around(random, 0.45 + 0.42 * t.manly() - 0.15 * t.youth(), 0.08)),
        0.03 * t.wear() + 0.05 * t.youth(),
        new Eyes(
            Seeds.around(random, -0.10 + 0.17 * t.youth(), 0.012),
            Seeds.around(
                random, 0.075 + 0.045 * t.youth() + 0.010 * t.feminine() - 0.010 * t.wear(), 0.004),
            Seeds.around(random, 0.185, 0.008)),
        Seeds.around(random, 0.105 - 0.05 * t.youth() + 0.02 * t.manly() + 0.015 * t.wear(), 0.006),
        new Mouth(
            Seeds.around(random, 0.165 - 0.05 * t.youth(), 0.010),
            Seeds.around(random, 0.042 + 0.022 * t.womanly() - 0.014 * t.wear(), 0.004)),
        Seeds.around(random, 0.012 + 0.024 * t.manly() + 0.008 * t.grown(), 0.003));
  }

  /** Where the lips meet, before the head is bent. */
  public double mouthLine() {
    return eyes.line() + (halfHeight - eyes.line()) * 0.62;
  }

  /**
   * The head from the crown to the chin; a wide jaw makes it square below.
   *
   * @param part 1 for the head itself, less for a narrower one
   */
  public Path2D outline(double part) {
    double w = part * halfWidth;
    double h = halfHeight;
    double jawWidth = w * (0.35 + 0.55 * jaw);
    Path2D head = new Path2D.Double();
    head.moveTo(0, -h);
    head.curveTo(0.62 * w, -h, w, -0.62 * h, w, -0.05 * h);
    head.curveTo(
        w,
        (0.45 + cheeks) * h,
        jawWidth + 0.1 * w,
        (0.72 + cheeks) * h,
        0.55 * jawWidth + 0.06,
        0.93 * h);
    head.quadTo(0.2 * w, h, 0, h);
    head.quadTo(-0.2 * w, h, -0.55 * jawWidth - 0.06, 0.93 * h);
    head.curveTo(-jawWidth - 0.1 * w, (0.72 + cheeks) * h, -w, (0.45 + cheeks) * h, -w, -0.05 * h);
    head.curveTo(-w, -0.62 * h, -0.62 * w, -h, 0, -h);
    head.closePath();
    return head;
  }
}
