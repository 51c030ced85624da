// SPDX-License-Identifier: Apache-2.0
package io.agegender.synthetic.painting;

import io.agegender.synthetic.people.Person;
import io.agegender.synthetic.people.Tint;
import java.awt.Color;
import java.awt.geom.Area;
import java.awt.geom.Rectangle2D;
import java.util.SplittableRandom;

/**
 * What the years leave on the skin: from round red cheeks over stubble to folds, bags and spots.
 */
final class SkinPainter {
  private final Canvas canvas;
  private final Person person;
  private final Shot shot;
  private final double turnX;
  private final double turnY;

  SkinPainter(Canvas canvas, Person person, Shot shot, double turnX, double turnY) {
    this.canvas = canvas;
    this.person = person;
    this.shot = shot;
    this.turnX = turnX;
    this.turnY = turnY;
  }

  void paint(SplittableRandom detail) {
    cheeks();
    if (person.hair().beard() > 0) {
      beard();
    }
    if (person.traits().wear() > 0.05) {
      hollows();
      folds();
      spots(detail);
    }
  }

  private void cheeks() {
    double red =
        0.5 * person.traits().youth() + 0.18 * person.traits().grown() * person.traits().feminine();
    Color blush = Tint.clear(new Color(236, 96, 92), red);
    double y = person.head().eyes().line() + 0.22;
    double out = 0.62 * person.head().halfWidth();
    canvas.glow(turnX - out, y, 0.17, blush);
    canvas.glow(turnX + out, y, 0.17, blush);
  }

  private void beard() {
    double w = person.head().halfWidth();
    Color hair =
        Tint.clear(Tint.scale(person.hair().colour(), 0.9), 0.25 + 0.6 * person.hair().beard());
    Area beard = new Area(person.head().outline(0.99));
    beard.subtract(new Area(Canvas.ellipse(turnX, 0.02, 0.82 * w, mouthLine() - 0.09)));
    beard.subtract(
        new Area(new Rectangle2D.Double(-1, -1, 2, 1 + person.head().eyes().line() + 0.2)));
    canvas.fill(beard, hair);
    canvas.curve(
        0.05,
        hair,
        turnX - 0.15,
        mouthLine() - 0.02,
        turnX,
        mouthLine() - 0.12,
        turnX + 0.15,
        mouthLine() - 0.02);
  }

  private void hollows() {
    double wear = Math.min(1.2, person.traits().wear());
    Color shade = Tint.clear(Tint.scale(person.palette().skin(), 0.42), 0.55 * wear);
    double w = person.head().halfWidth();
    double y = person.head().eyes().line();
    for (int side = -1; side <= 1; side += 2) {
      canvas.glow(turnX + side * 0.66 * w, y + 0.30, 0.19, shade);
      canvas.glow(turnX + side * person.head().eyes().distance(), y + turnY + 0.09, 0.13, shade);
      canvas.glow(side * 0.55 * w, 0.82 * person.head().halfHeight(), 0.15, shade);
      canvas.glow(side * 0.85 * w, y - 0.12, 0.12, shade);
    }
  }

  private void folds() {
    double wear = Math.min(1.2, person.traits().wear());
    Color line = Tint.clear(Tint.scale(person.palette().skin(), 0.45), 0.75 * wear);
    double thick = 0.012 + 0.014 * wear;
    double eyes = person.head().eyes().line() + turnY;
    double brow = eyes - 0.17;
    int lines = (int) Math.round(4 * wear);
    for (int i = 0; i < lines; i++) {
      double y = brow - 0.06 - 0.065 * i;
      canvas.curve(thick, line, turnX - 0.24, y + 0.02, turnX, y - 0.02, turnX + 0.24, y + 0.02);
    }
    double mouth = mouthLine();
    for (int side = -1; side <= 1; side += 2) {
      canvas.curve(
          thick * 1.3,
          line,
          turnX + side * 0.09,
          eyes + 0.22,
          turnX + side * 0.2,
          eyes + 0.26,
          turnX + side * (0.21 + 0.03 * shot.pose().smile()),
          mouth + 0.03);
      canvas.curve(
          thick,
          line,
          turnX + side * (person.head().eyes().distance() - 0.09),
          eyes + 0.07,
          turnX + side * person.head().eyes().distance(),
          eyes + 0.12,
          turnX + side * (person.head().eyes().distance() + 0.1),
          eyes + 0.06);
      for (int ray = -1; ray <= 1; ray++) {
        double start = person.head().eyes().distance() + 0.10;
        canvas.curve(
            thick * 0.8,
            line,
            turnX + side * start,
            eyes + 0.01 * ray,
            turnX + side * (start + 0.07),
            eyes + 0.05 * ray);
      }
    }
  }

  private void spots(SplittableRandom detail) {
    int spots = (int) Math.round(14 * Math.max(0, person.traits().wear() - 0.5));
    for (int i = 0; i < spots; i++) {
      double x = detail.nextDouble(-0.7, 0.7) * person.head().halfWidth();
      double y = detail.nextDouble(-0.75, 0.6) * person.head().halfHeight();
      double radius = detail.nextDouble(0.012, 0.03);
      canvas.ellipse(x, y, radius, radius, Tint.clear(new Color(120, 76, 50), 0.35));
    }
  }

  private double mouthLine() {
    return person.head().mouthLine() + turnY;
  }
}
