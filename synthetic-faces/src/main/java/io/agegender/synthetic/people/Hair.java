// SPDX-License-Identifier: Apache-2.0
package io.agegender.synthetic.people;

import java.awt.Color;
import java.util.SplittableRandom;

/**
 * Hair of head and face; all but the colour are parts from 0 to 1.
 *
 * @param length 0 (short) to 1 (to the shoulders)
 * @param volume how thick it is: little on babies
 * @param bare how far it has receded
 * @param fringe how far it hangs over the forehead
 * @param beard from stubble to a full beard; 0: none
 * @param colour grey and white come with the years
 */
public record Hair(
    double length, double volume, double bare, double fringe, double beard, Color colour) {
  private static final Curve LONGEST = Curve.of(0.5, 0.05, 2, 0.35, 5, 0.85, 45, 0.85, 65, 0.45);
  private static final Curve VOLUME = Curve.of(0, 0.1, 2, 0.45, 4.5, 0.85, 8, 1);
  private static final Curve GREY = Curve.of(33, 0, 42, 0.3, 52, 0.7, 64, 0.97, 75, 1);
  private static final Curve FAIR = Curve.of(0, 0.5, 5, 0.31, 10, 0.18, 17, 0.06, 24, 0);
  private static final Curve BALD = Curve.of(22, 0.02, 35, 0.2, 50, 0.45, 70, 0.65);
  private static final Curve BEARD = Curve.of(15, 0, 20, 0.35, 30, 0.6, 60, 0.55);

  private static final Color[] COLOURS = {
    new Color(36, 28, 24),
    new Color(58, 40, 30),
    new Color(88, 58, 38),
    new Color(128, 88, 50),
    new Color(196, 156, 96),
    new Color(150, 74, 38)
  };
  private static final Color WHITE = new Color(222, 220, 216);
  private static final Color BABY = new Color(214, 178, 132);

  static Hair of(SplittableRandom random, Traits t, Sex sex) {
    boolean female = sex == Sex.FEMALE;
    double part =
        Seeds.chance(random, female ? 0.93 : 0.05)
            ? random.nextDouble(0.6, 1)
            : random.nextDouble(0, 0.15);
    boolean bald = !female && Seeds.chance(random, BALD.at(t.years()));
    boolean fringe = Seeds.chance(random, 0.25 + 0.3 * t.feminine());
    boolean beard = !female && Seeds.chance(random, BEARD.at(t.years()));
    return new Hair(
        LONGEST.at(t.years()) * part,
        VOLUME.at(t.years()) * (1 - 0.25 * Seeds.part(t.wear())) * random.nextDouble(0.85, 1.15),
        bald ? random.nextDouble(0.4, 1) : random.nextDouble(0, 0.15),
        fringe ? random.nextDouble(0.3, 1) : 0,
        beard ? random.nextDouble(0.35, 1) : 0,
        colour(random, t.years()));
  }

  private static Color colour(SplittableRandom random, double years) {
    Color born = COLOURS[random.nextInt(COLOURS.length)];
    double grey = GREY.at(years) + Seeds.around(random, 0, 0.08);
    return Tint.mix(Tint.mix(born, BABY, FAIR.at(years)), WHITE, Seeds.part(grey));
  }
}
