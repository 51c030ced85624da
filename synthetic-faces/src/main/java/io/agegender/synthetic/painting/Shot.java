// SPDX-License-Identifier: Apache-2.0
package io.agegender.synthetic.painting;

import io.agegender.synthetic.people.Seeds;
import io.agegender.synthetic.people.Tint;
import java.awt.Color;
import java.util.SplittableRandom;

/**
 * What changes from photo to photo. Lengths are in half picture widths of an aligned picture.
 *
 * @param pose how the head is held and what the face does
 * @param light from where the light comes
 * @param film what the camera makes of it
 * @param sharpness pixels drawn for each pixel stored, at most 1
 * @param quality of the JPEG, 1 to 100
 * @param backdrop colours of the background: above, below, spots
 * @param cover what hides a part of the face
 * @param detail the stream for the small things: spots, strands
 */
record Shot(
    Pose pose,
    Light light,
    Film film,
    double sharpness,
    int quality,
    Backdrop backdrop,
    Cover cover,
    long detail) {

  /**
   * How the head is held and what the face does.
   *
   * @param yaw -1 (turned to the left) to 1 (turned to the right)
   * @param pitch -1 (looks up) to 1 (looks down)
   * @param smile 0 to 1
   * @param mouthOpen 0 to 1
   * @param lids how far the eyes are open, 0 to 1
   */
  record Pose(double yaw, double pitch, double smile, double mouthOpen, double lids) {}

  /**
   * From where the light comes.
   *
   * @param angle in radians
   * @param slope how much brighter the lit side is, as a part of the mean
   */
  record Light(double angle, double slope) {}

  /**
   * What the camera makes of the light.
   *
   * @param exposure factor on the brightness
   * @param warmth factor on red, its inverse on blue
   * @param contrast factor on the distance from mid grey
   * @param noise standard deviation of the grain in grey levels
   */
  record Film(double exposure, double warmth, double contrast, double noise) {}

  /**
   * What hides a part of the face.
   *
   * @param side -1 (left) or 1 (right)
   */
  record Cover(Thing thing, int side) {}

  /** Colours of the background. */
  record Backdrop(Color above, Color below, Color spots) {}

  /** What may hide a part of the face. */
  enum Thing {
    NOTHING,
    SUNGLASSES,
    HAT,
    HAND,
    EDGE
  }

  static Shot of(SplittableRandom random) {
    return new Shot(
        new Pose(
            clamp(Seeds.around(random, 0, 0.4)),
            clamp(Seeds.around(random, 0, 0.3)),
            random.nextDouble(),
            Seeds.chance(random, 0.3) ? random.nextDouble(0.3, 1) : 0,
            Seeds.chance(random, 0.05) ? 0.1 : random.nextDouble(0.7, 1)),
        new Light(random.nextDouble(2 * Math.PI), random.nextDouble(0.28)),
        new Film(
            Math.exp(Seeds.around(random, 0, 0.09)),
            Math.exp(Seeds.around(random, 0, 0.05)),
            random.nextDouble(0.85, 1.12),
            random.nextDouble(2, 9)),
        random.nextDouble(0.45, 1),
        random.nextInt(75, 96),
        backdrop(random),
        new Cover(thing(random), Seeds.chance(random, 0.5) ? 1 : -1),
        random.nextLong());
  }

  private static Backdrop backdrop(SplittableRandom random) {
    double hue = random.nextDouble();
    double saturation = random.nextDouble(0.05, 0.35);
    double brightness = random.nextDouble(0.3, 0.75);
    return new Backdrop(
        Tint.hsb(hue, saturation, brightness),
        Tint.hsb(
            hue + random.nextDouble(-0.2, 0.2), saturation, brightness * random.nextDouble(0.6, 1)),
        Tint.hsb(random.nextDouble(), random.nextDouble(0.6), random.nextDouble(0.2, 1)));
  }

  private static Thing thing(SplittableRandom random) {
    double dice = random.nextDouble();
    if (dice < 0.03) {
      return Thing.SUNGLASSES;
    }
    if (dice < 0.08) {
      return Thing.HAT;
    }
    if (dice < 0.12) {
      return Thing.HAND;
    }
    return dice < 0.15 ? Thing.EDGE : Thing.NOTHING;
  }

  private static double clamp(double value) {
    return Math.max(-1, Math.min(1, value));
  }
}
