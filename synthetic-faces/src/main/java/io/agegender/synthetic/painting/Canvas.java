// SPDX-License-Identifier: Apache-2.0
package io.agegender.synthetic.painting;

import io.agegender.synthetic.people.Tint;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/** Shapes in face coordinates (see {@link Camera}) on an RGB picture. Not for several threads. */
final class Canvas implements AutoCloseable {
  private final Graphics2D graphics;

  /**
   * @param picture black where nothing is drawn
   */
  Canvas(BufferedImage picture, Camera camera) {
    graphics = picture.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setTransform(camera.toPixels());
  }

  void fill(Shape shape, Paint paint) {
    graphics.setPaint(paint);
    graphics.fill(shape);
  }

  /** A run of colours from one point to the other. */
  static Paint gradient(double x1, double y1, Color from, double x2, double y2, Color to) {
    return new GradientPaint((float) x1, (float) y1, from, (float) x2, (float) y2, to);
  }

  /** An ellipse by its centre and its half axes. */
  void ellipse(double x, double y, double halfWidth, double halfHeight, Color colour) {
    fill(ellipse(x, y, halfWidth, halfHeight), colour);
  }

  static Ellipse2D ellipse(double x, double y, double halfWidth, double halfHeight) {
    return new Ellipse2D.Double(x - halfWidth, y - halfHeight, 2 * halfWidth, 2 * halfHeight);
  }

  /** A round spot that fades out towards its edge. */
  void glow(double x, double y, double radius, Color centre) {
    graphics.setPaint(
        new RadialGradientPaint(
            (float) x,
            (float) y,
            (float) radius,
            new float[] {0, 1},
            new Color[] {centre, Tint.clear(centre, 0)}));
    graphics.fill(ellipse(x, y, radius, radius));
  }

  void rectangle(double x, double y, double width, double height, Color colour) {
    fill(new Rectangle2D.Double(x, y, width, height), colour);
  }

  /** A line with round ends through the points (x, y, x, y and so on), bent at the inner ones. */
  void curve(double width, Color colour, double... points) {
    Path2D path = new Path2D.Double();
    path.moveTo(points[0], points[1]);
    if (points.length == 6) {
      path.quadTo(points[2], points[3], points[4], points[5]);
    } else {
      for (int i = 2; i < points.length; i += 2) {
        path.lineTo(points[i], points[i + 1]);
      }
    }
    outline(path, width, colour);
  }

  void outline(Shape shape, double width, Color colour) {
    graphics.setPaint(colour);
    graphics.setStroke(
        new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(shape);
  }

  @Override
  public void close() {
    graphics.dispose();
  }
}
