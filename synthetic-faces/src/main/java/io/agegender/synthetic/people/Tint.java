// SPDX-License-Identifier: Apache-2.0
package io.agegender.synthetic.people;

import java.awt.Color;

/** Arithmetic on colours. */
public final class Tint {
  private Tint() {}

  /** From {@code a} (part 0) to {@code b} (part 1); the alpha is that of {@code a}. */
  public static Color mix(Color a, Color b, double part) {
    double p = Math.max(0, Math.min(1, part));
    return new Color(
        (int) Math.round(a.getRed() + p * (b.getRed() - a.getRed())),
        (int) Math.round(a.getGreen() + p * (b.getGreen() - a.getGreen())),
        (int) Math.round(a.getBlue() + p * (b.getBlue() - a.getBlue())),
        a.getAlpha());
  }

  /** Brightness times {@code factor}, channels cut at 255. */
  public static Color scale(Color c, double factor) {
    return new Color(
        channel(c.getRed() * factor),
        channel(c.getGreen() * factor),
        channel(c.getBlue() * factor));
  }

  /**
   * @param alpha 0 (clear) to 1 (opaque), cut to that range
   */
  public static Color clear(Color c, double alpha) {
    return new Color(c.getRed(), c.getGreen(), c.getBlue(), channel(alpha * 255));
  }

  /**
   * @param hue in turns
   * @param saturation 0 to 1
   * @param brightness 0 to 1
   */
  public static Color hsb(double hue, double saturation, double brightness) {
    return Color.getHSBColor((float) hue, (float) saturation, (float) brightness);
  }

  private static int channel(double value) {
    return (int) Math.round(Math.max(0, Math.min(255, value)));
  }
}
