// SPDX-License-Identifier: Apache-2.0
package io.agegender.synthetic.people;

import java.util.SplittableRandom;

/**
 * What stays the same on all photos of a subject.
 *
 * <p>Age and sex show in many traits at once, each with its own spread, so that the classes overlap
 * in every single trait.
 *
 * @param traits how age and sex show
 * @param head shape and features
 * @param hair of head and face
 * @param palette colours
 * @param worn what the subject wears on all photos
 */
public record Person(Traits traits, Head head, Hair hair, Palette palette, Worn worn) {

  /** What a subject wears besides clothes. */
  public enum Worn {
    NOTHING,
    GLASSES,
    EARRINGS,
    BOW
  }

  private static final Curve GLASSES = Curve.of(5, 0.02, 15, 0.12, 40, 0.2, 60, 0.5);

  /**
   * @param random the subject's own stream
   * @param span the years that the label stands for
   */
  public static Person of(SplittableRandom random, AgeSpan span, Sex sex) {
    Traits traits = Traits.of(random, span, sex);
    return new Person(
        traits,
        Head.of(random, traits),
        Hair.of(random, traits, sex),
        Palette.of(random, traits, sex),
        worn(random, traits.years(), sex));
  }

  private static Worn worn(SplittableRandom random, double years, Sex sex) {
    if (Seeds.chance(random, GLASSES.at(years))) {
      return Worn.GLASSES;
    }
    if (sex == Sex.MALE) {
      return Worn.NOTHING;
    }
    if (years < 9) {
      return Seeds.chance(random, 0.6) ? Worn.BOW : Worn.NOTHING;
    }
    return years > 15 && Seeds.chance(random, 0.5) ? Worn.EARRINGS : Worn.NOTHING;
  }
}
