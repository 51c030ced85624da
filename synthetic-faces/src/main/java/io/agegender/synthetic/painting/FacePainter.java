// SPDX-License-Identifier: Apache-2.0
package io.agegender.synthetic.painting;

import io.agegender.synthetic.people.Person;
import io.agegender.synthetic.people.Tint;
import java.awt.Color;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.SplittableRandom;

/** Draws one person on one photo, from the background to the hand before the face. */
final class FacePainter {
  private final Canvas canvas;
  private final Person person;
  private final Shot shot;

  /** How far the features are moved against the head by turning it. */
  private final double turnX;

  private final double turnY;

  FacePainter(Canvas canvas, Person person, Shot shot) {
    this.canvas = canvas;
    this.person = person;
    this.shot = shot;
    this.turnX = 0.10 * shot.pose().yaw();
    this.turnY = 0.05 * shot.pose().pitch();
  }

  /**
   * @param photoEdge see {@link Camera}
   */
  void paint(double photoEdge) {
    SplittableRandom detail = new SplittableRandom(shot.detail());
    background(photoEdge, detail);
    HairPainter hair = new HairPainter(canvas, person, turnX);
    hair.behind();
    body();
    head();
    new SkinPainter(canvas, person, shot, turnX, turnY).paint(detail);
    new FeaturePainter(canvas, person, shot, turnX, turnY).paint();
    hair.before(detail);
    worn();
    cover(photoEdge);
  }

  private void background(double edge, SplittableRandom detail) {
    Rectangle2D photo = new Rectangle2D.Double(-edge, -edge, 2 * edge, 2 * edge);
    canvas.fill(
        photo,
        Canvas.gradient(
            0, -1, shot.backdrop().above(), 0.3 * shot.pose().yaw(), 1, shot.backdrop().below()));
    int spots = detail.nextInt(2, 7);
    double far = Math.min(edge, 1.3);
    for (int i = 0; i < spots; i++) {
      double radius = detail.nextDouble(0.1, 0.4);
      double x = detail.nextDouble(-far + radius, far - radius);
      double y = detail.nextDouble(-far + radius, far - radius);
      canvas.glow(x, y, radius, Tint.clear(shot.backdrop().spots(), detail.nextDouble(0.2, 0.8)));
    }
  }

  private void body() {
    double width = person.head().halfWidth();
    double chin = person.head().halfHeight();
    double neck =
        width * (0.45 + 0.25 * person.traits().grown() * (1 - person.traits().feminine()));
    double shoulders =
        0.62 + 0.38 * person.traits().grown() + 0.1 * (1 - person.traits().feminine());
    canvas.rectangle(-neck, chin * 0.6, 2 * neck, 0.7, Tint.scale(person.palette().skin(), 0.8));
    Path2D clothes = new Path2D.Double();
    double top = chin + 0.08 + 0.06 * person.traits().grown();
    clothes.moveTo(-shoulders, 1.5);
    clothes.curveTo(-shoulders, top + 0.12, -neck * 1.4, top, -neck, top - 0.03);
    clothes.quadTo(
        0,
        top + 0.1 + 0.25 * person.traits().grown() * person.traits().feminine(),
        neck,
        top - 0.03);
    clothes.curveTo(neck * 1.4, top, shoulders, top + 0.12, shoulders, 1.5);
    clothes.closePath();
    canvas.fill(
        clothes,
        Canvas.gradient(
            0,
            top,
            person.palette().clothes(),
            0,
            1.2,
            Tint.scale(person.palette().clothes(), 0.7)));
  }

  private void head() {
    double w = person.head().halfWidth();
    Color ear = Tint.scale(person.palette().skin(), 0.88);
    double earSize = 0.07 + 0.02 * person.traits().wear() + 0.02 * person.traits().youth();
    canvas.ellipse(
        -w * 0.98 + 0.3 * turnX,
        person.head().eyes().line() + 0.1,
        earSize * 0.7,
        earSize * 1.4,
        ear);
    canvas.ellipse(
        w * 0.98 + 0.3 * turnX,
        person.head().eyes().line() + 0.1,
        earSize * 0.7,
        earSize * 1.4,
        ear);
    Color lit = Tint.scale(person.palette().skin(), 1.06);
    Color shade = Tint.scale(person.palette().skin(), 0.82);
    double side = Math.cos(shot.light().angle()) >= 0 ? 1 : -1;
    canvas.fill(
        person.head().outline(1), Canvas.gradient(side * w, -0.2, lit, -side * w, 0.3, shade));
  }

  private void worn() {
    double eyes = person.head().eyes().line() + turnY;
    switch (person.worn()) {
      case GLASSES -> glasses(eyes, Tint.clear(Color.WHITE, 0.12), new Color(40, 34, 32));
      case EARRINGS -> {
        Color gold = new Color(230, 200, 110);
        canvas.ellipse(
            -person.head().halfWidth() * 1.02,
            person.head().eyes().line() + 0.27,
            0.03,
            0.05,
            gold);
        canvas.ellipse(
            person.head().halfWidth() * 1.02, person.head().eyes().line() + 0.27, 0.03, 0.05, gold);
      }
      case BOW -> {
        double top = -person.head().halfHeight() * 0.95;
        Color ribbon = Tint.mix(person.palette().clothes(), new Color(250, 60, 130), 0.7);
        canvas.ellipse(-0.13 * shot.cover().side() - 0.1, top, 0.12, 0.085, ribbon);
        canvas.ellipse(-0.13 * shot.cover().side() + 0.1, top, 0.12, 0.085, ribbon);
        canvas.ellipse(-0.13 * shot.cover().side(), top, 0.04, 0.04, Tint.scale(ribbon, 0.7));
      }
      case NOTHING -> {}
    }
  }

  private void glasses(double eyes, Color lens, Color frame) {
    double distance = person.head().eyes().distance();
    for (int side = -1; side <= 1; side += 2) {
      canvas.ellipse(turnX + side * distance, eyes + 0.01, 0.15, 0.12, lens);
      canvas.outline(
          Canvas.ellipse(turnX + side * distance, eyes + 0.01, 0.15, 0.12), 0.022, frame);
      canvas.curve(
          0.02,
          frame,
          turnX + side * (distance + 0.15),
          eyes,
          side * person.head().halfWidth(),
          eyes - 0.02);
    }
    canvas.curve(0.02, frame, turnX - distance + 0.14, eyes, turnX + distance - 0.14, eyes);
  }

  private void cover(double photoEdge) {
    int side = shot.cover().side();
    double w = person.head().halfWidth();
    double h = person.head().halfHeight();
    switch (shot.cover().thing()) {
      case SUNGLASSES ->
          glasses(
              person.head().eyes().line() + turnY,
              new Color(30, 28, 30, 235),
              new Color(20, 18, 18));
      case HAT -> {
        Color hat = shot.backdrop().spots();
        canvas.ellipse(0, -h * 0.95, w * 1.05, 0.30, hat);
        canvas.ellipse(0, -h * 0.72, w * 1.35, 0.09, Tint.scale(hat, 0.8));
      }
      case HAND -> {
        Color hand = Tint.scale(person.palette().skin(), 0.93);
        for (int finger = 0; finger < 4; finger++) {
          double y = h * 0.45 + finger * 0.085;
          canvas.curve(
              0.08, hand, side * 1.0, y + 0.2, side * w * 0.75, y, side * w * 0.35, y - 0.04);
        }
      }
      case EDGE -> {
        double far = Math.min(photoEdge, 1.5);
        double x = side > 0 ? w * 0.72 : -far;
        canvas.rectangle(
            x, -far, far - w * 0.72, 2 * far, Tint.scale(shot.backdrop().spots(), 0.8));
      }
      case NOTHING -> {}
    }
  }
}
