// SPDX-License-Identifier: Apache-2.0
package io.agegender.synthetic.painting;

import io.agegender.synthetic.people.Person;
import io.agegender.synthetic.people.Tint;
import java.awt.Color;
import java.awt.geom.Path2D;

/** Eyes, brows, nose and mouth. */
final class FeaturePainter {
  private final Canvas canvas;
  private final Person person;
  private final Shot shot;
  private final double turnX;
  private final double turnY;

  FeaturePainter(Canvas canvas, Person person, Shot shot, double turnX, double turnY) {
    this.canvas = canvas;
    this.person = person;
    this.shot = shot;
    this.turnX = turnX;
    this.turnY = turnY;
  }

  void paint() {
    for (int side = -1; side <= 1; side += 2) {
      // The eye that is turned away looks narrower.
      double narrow = 1 - 0.25 * Math.max(0, side * shot.pose().yaw());
      double x =
          turnX + side * person.head().eyes().distance() * (1 - 0.1 * side * shot.pose().yaw());
      eye(x, person.head().eyes().line() + turnY, narrow);
      brow(x, side, person.head().eyes().line() + turnY);
    }
    nose();
    mouth();
  }

  private void eye(double x, double y, double narrow) {
    double size = person.head().eyes().size();
    double open = size * (0.62 + 0.2 * person.traits().youth()) * shot.pose().lids();
    double width = size * 1.25 * narrow;
    canvas.ellipse(x, y, width, open, new Color(240, 236, 232));
    double iris = Math.min(0.62 * size, open);
    canvas.ellipse(x + 0.3 * turnX, y, iris, iris, person.palette().iris());
    canvas.ellipse(x + 0.3 * turnX, y, iris * 0.5, iris * 0.5, Color.BLACK);
    canvas.ellipse(
        x + 0.3 * turnX + 0.3 * iris, y - 0.35 * iris, 0.2 * iris, 0.2 * iris, Color.WHITE);
    double makeUp = person.traits().grown() * person.traits().feminine();
    double lid = 0.012 + 0.02 * makeUp;
    double droop = 0.03 * person.traits().wear();
    Color lash = Tint.mix(Tint.scale(person.palette().skin(), 0.45), new Color(24, 16, 16), makeUp);
    canvas.curve(
        lid, lash, x - width, y + 0.3 * droop, x, y - 2 * open + droop, x + width, y + droop);
  }

  private void brow(double x, int side, double eyes) {
    double y =
        eyes - 0.09 - 0.06 * person.traits().grown() - 0.4 * (person.head().eyes().size() - 0.07);
    y -= 0.02 * person.traits().feminine();
    double alpha = Math.min(1, 0.35 + 0.65 * person.traits().grown());
    Color hair = Tint.clear(Tint.scale(person.hair().colour(), 0.85), alpha);
    double bend = 0.03 + 0.05 * person.traits().feminine();
    double reach = 0.12 + 0.015 * person.traits().grown();
    canvas.curve(
        2 * person.head().brows(),
        hair,
        x - side * reach * 0.9,
        y + 0.01,
        x,
        y - bend,
        x + side * reach,
        y + 0.015);
  }

  private void nose() {
    double tip =
        person.head().eyes().line()
            + (person.head().mouthLine() - person.head().eyes().line()) * 0.62
            + 1.2 * turnY;
    double half = person.head().nose();
    double x = 1.35 * turnX;
    Color shade = Tint.clear(Tint.scale(person.palette().skin(), 0.62), 0.75);
    double side = Math.cos(shot.light().angle()) >= 0 ? -1 : 1;
    Path2D shadow = new Path2D.Double();
    shadow.moveTo(turnX + side * 0.03, person.head().eyes().line() + turnY + 0.02);
    shadow.quadTo(x + side * 0.05, tip - 0.05, x + side * half, tip);
    shadow.quadTo(x + side * 0.3 * half, tip + 0.03, x, tip + 0.02);
    shadow.quadTo(
        x + side * 0.02,
        tip - 0.1,
        turnX + side * 0.03,
        person.head().eyes().line() + turnY + 0.02);
    shadow.closePath();
    canvas.fill(shadow, shade);
    canvas.curve(
        0.018,
        Tint.scale(person.palette().skin(), 0.6),
        x - half,
        tip,
        x,
        tip + 0.045,
        x + half,
        tip);
  }

  private void mouth() {
    double y = person.head().mouthLine() + turnY;
    double half = person.head().mouth().halfWidth() * (1 + 0.25 * shot.pose().smile());
    double corner = -0.04 * shot.pose().smile() + 0.015 * person.traits().wear();
    double gap = 0.07 * shot.pose().mouthOpen();
    double lips = person.head().mouth().lips();
    Path2D mouth = new Path2D.Double();
    mouth.moveTo(turnX - half, y + corner);
    mouth.quadTo(turnX - 0.3 * half, y - 1.9 * lips - gap, turnX, y - lips - gap);
    mouth.quadTo(turnX + 0.3 * half, y - 1.9 * lips - gap, turnX + half, y + corner);
    mouth.quadTo(turnX, y + 2.6 * lips + 2 * gap, turnX - half, y + corner);
    mouth.closePath();
    canvas.fill(mouth, person.palette().lips());
    if (gap > 0) {
      canvas.ellipse(turnX, y, 0.7 * half, gap, new Color(70, 20, 24));
      canvas.rectangle(
          turnX - 0.45 * half, y - gap * 0.75, 0.9 * half, gap * 0.5, new Color(240, 236, 228));
    } else {
      canvas.curve(
          0.014,
          Tint.scale(person.palette().lips(), 0.5),
          turnX - half,
          y + corner,
          turnX,
          y + 0.03 * shot.pose().smile(),
          turnX + half,
          y + corner);
    }
  }
}
