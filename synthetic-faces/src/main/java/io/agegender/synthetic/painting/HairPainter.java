// SPDX-License-Identifier: Apache-2.0
package io.agegender.synthetic.painting;

import io.agegender.synthetic.people.Person;
import io.agegender.synthetic.people.Tint;
import java.awt.Color;
import java.awt.geom.Path2D;
import java.util.SplittableRandom;

/** Hair behind the head and on the forehead. */
final class HairPainter {
  private final Canvas canvas;
  private final Person person;
  private final double turnX;
  private final Color shadow;

  HairPainter(Canvas canvas, Person person, double turnX) {
    this.canvas = canvas;
    this.person = person;
    this.turnX = turnX;
    this.shadow = Tint.scale(person.hair().colour(), 0.75);
  }

  /** What the head, drawn later, covers in its middle. */
  void behind() {
    double w = person.head().halfWidth();
    double h = person.head().halfHeight();
    double volume = 0.10 * person.hair().volume() * (1 - 0.8 * person.hair().bare());
    if (person.hair().length() > 0.2) {
      double down = -0.1 * h + person.hair().length() * 1.15;
      double out = w + 0.08 + 0.12 * person.hair().length();
      Path2D mane = new Path2D.Double();
      mane.moveTo(0, -h - volume);
      mane.curveTo(0.8 * out, -h - volume, out, -0.6 * h, out, 0);
      mane.curveTo(out + 0.03, 0.5 * down, out + 0.04, down, 0.75 * out, down);
      mane.lineTo(-0.75 * out, down);
      mane.curveTo(-out - 0.04, down, -out - 0.03, 0.5 * down, -out, 0);
      mane.curveTo(-out, -0.6 * h, -0.8 * out, -h - volume, 0, -h - volume);
      mane.closePath();
      canvas.fill(mane, Canvas.gradient(0, -h, person.hair().colour(), 0, down, shadow));
    }
    double alpha = Math.min(1, 0.35 + person.hair().volume());
    canvas.ellipse(
        0,
        -0.25 * h,
        w + 0.9 * volume,
        0.75 * h + volume,
        Tint.clear(person.hair().colour(), alpha));
  }

  /** The cap of hair above the forehead, the fringe, and some strands. */
  void before(SplittableRandom detail) {
    double w = person.head().halfWidth();
    double h = person.head().halfHeight();
    double alpha = Math.min(1, 0.1 + 1.1 * person.hair().volume());
    double bare = person.hair().bare();
    // How deep the hair comes down in the middle and at the temples.
    double middle = -h + 0.20 * h * person.hair().volume() * (1 - bare) + 0.02;
    middle += 0.25 * h * person.hair().fringe() * person.hair().volume() * (1 - bare);
    double temple = -0.18 * h - 0.25 * h * (1 - Math.min(1, person.hair().volume()));
    double top = -h - 0.08 * person.hair().volume() * (1 - 0.9 * bare);
    if (bare < 0.85) {
      Path2D cap = new Path2D.Double();
      cap.moveTo(-1.02 * w, temple);
      cap.curveTo(-1.02 * w, -0.75 * h, -0.6 * w, top, 0, top);
      cap.curveTo(0.6 * w, top, 1.02 * w, -0.75 * h, 1.02 * w, temple);
      cap.quadTo(0.86 * w, middle, 0.3 * w + turnX, middle);
      cap.lineTo(-0.3 * w + turnX, middle);
      cap.quadTo(-0.86 * w, middle, -1.02 * w, temple);
      cap.closePath();
      canvas.fill(
          cap,
          Canvas.gradient(
              0,
              top,
              Tint.clear(person.hair().colour(), alpha),
              w,
              temple,
              Tint.clear(shadow, alpha)));
    }
    int strands = (int) (12 * person.hair().volume() * (1 - bare));
    for (int i = 0; i < strands; i++) {
      double x = detail.nextDouble(-0.8, 0.8) * w;
      Color strand =
          Tint.clear(Tint.scale(person.hair().colour(), detail.nextDouble(0.6, 1.35)), 0.5 * alpha);
      double start = -Math.sqrt(1 - x * x / (w * w)) * h;
      canvas.curve(0.012, strand, x * 0.7, start - 0.03, x, start, x * 1.1, middle * 0.98);
    }
  }
}
