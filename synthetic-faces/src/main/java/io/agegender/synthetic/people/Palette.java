// SPDX-License-Identifier: Apache-2.0
package io.agegender.synthetic.people;

import java.awt.Color;
import java.util.SplittableRandom;

/**
 * Colours of a person, before any light falls on them.
 *
 * @param skin rosy on babies, sallow on the old
 * @param iris of the eyes
 * @param lips redder on women
 * @param clothes bright on children and dull on the old; the hue goes with the sex more often than
 *     not
 */
public record Palette(Color skin, Color iris, Color lips, Color clothes) {
  private static final Curve SATURATION =
      Curve.of(4, 0.75, 12, 0.7, 18, 0.58, 28, 0.48, 42, 0.32, 52, 0.22, 65, 0.12);
  private static final Curve BRIGHTNESS =
      Curve.of(2, 0.95, 10, 0.88, 17, 0.72, 28, 0.58, 42, 0.42, 52, 0.34, 65, 0.3);

  private static final Color[] SKINS = {
    new Color(244, 208, 182),
    new Color(236, 190, 160),
    new Color(226, 178, 142),
    new Color(208, 155, 118),
    new Color(170, 118, 84),
    new Color(128, 86, 60)
  };
  private static final Color[] IRISES = {
    new Color(70, 44, 26), new Color(96, 66, 36), new Color(92, 120, 150), new Color(98, 124, 84)
  };
  private static final Color ROSY = new Color(255, 196, 184);
  private static final Color SALLOW = new Color(214, 180, 150);
  private static final Color LIPS = new Color(190, 110, 100);
  private static final Color LIPSTICK = new Color(196, 40, 62);

  /** Hues of clothes in turns of the colour circle. */
  private static final double PINK = 0.94;

  private static final double BLUE = 0.6;
  private static final double TYPICAL = 0.75;

  static Palette of(SplittableRandom random, Traits t, Sex sex) {
    return new Palette(
        skin(random, t),
        IRISES[random.nextInt(IRISES.length)],
        Tint.mix(LIPS, LIPSTICK, t.womanly() * random.nextDouble()),
        clothes(random, t, sex));
  }

  private static Color skin(SplittableRandom random, Traits t) {
    // The lighter half of the list is the more frequent one, as in the albums that Adience is from.
    int i = Math.min(random.nextInt(SKINS.length), random.nextInt(SKINS.length));
    Color skin = Tint.mix(SKINS[i], SKINS[(i + 1) % SKINS.length], 0.4 * random.nextDouble());
    return Tint.mix(Tint.mix(skin, ROSY, 0.35 * t.youth()), SALLOW, 0.35 * Seeds.part(t.wear()));
  }

  private static Color clothes(SplittableRandom random, Traits t, Sex sex) {
    double hue =
        Seeds.chance(random, TYPICAL)
            ? Seeds.around(random, sex == Sex.FEMALE ? PINK : BLUE, 0.04)
            : random.nextDouble();
    double saturation = Seeds.around(random, SATURATION.at(t.years()), 0.06);
    double brightness =
        Seeds.around(random, BRIGHTNESS.at(t.years()), 0.05)
            + (sex == Sex.FEMALE ? 0.06 : -0.06) * t.grown();
    return Tint.hsb(hue, Seeds.part(saturation), Seeds.part(brightness));
  }
}
