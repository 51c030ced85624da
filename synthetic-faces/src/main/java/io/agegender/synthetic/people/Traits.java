// SPDX-License-Identifier: Apache-2.0
package io.agegender.synthetic.people;

import java.util.SplittableRandom;

/**
 * How a person's age and sex show, as parts from 0 to 1 (a little more at the extremes).
 *
 * @param years the apparent age: the true one with an error of some per cent
 * @param youth 1 for a new-born, 0 for a grown-up
 * @param wear 0 up to the twenties, 1 in the sixties: wrinkles, bags, hollow cheeks
 * @param grown 0 for a child, 1 for a grown-up: how far the traits of a sex are developed
 * @param feminine 1 for a typical woman's traits, 0 for a typical man's; anything between occurs
 */
public record Traits(double years, double youth, double wear, double grown, double feminine) {
  private static final Curve YOUTH =
      Curve.of(0, 1.1, 1.5, 0.95, 5, 0.62, 10, 0.36, 17, 0.12, 24, 0);
  private static final Curve WEAR = Curve.of(22, 0, 32, 0.14, 42, 0.42, 52, 0.7, 64, 1, 90, 1.2);
  private static final Curve GROWN = Curve.of(3, 0.1, 9, 0.3, 14, 0.6, 19, 1);

  static Traits of(SplittableRandom random, AgeSpan span, Sex sex) {
    double years = span.years(random.nextDouble()) * Math.exp(Seeds.around(random, 0, 0.05));
    return new Traits(
        years,
        Math.max(0, YOUTH.at(years) + Seeds.around(random, 0, 0.03)),
        Math.max(0, WEAR.at(years) + Seeds.around(random, 0, 0.06)),
        GROWN.at(years),
        Seeds.part(Seeds.around(random, sex == Sex.FEMALE ? 0.86 : 0.14, 0.13)));
  }

  /** How far a woman's traits are developed. */
  public double womanly() {
    return grown * feminine;
  }

  /** How far a man's traits are developed. */
  public double manly() {
    return grown * (1 - feminine);
  }
}
