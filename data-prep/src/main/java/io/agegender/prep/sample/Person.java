package io.agegender.prep.sample;

import java.awt.Color;
import java.util.SplittableRandom;

/**
 * What stays the same on all photos of a subject. Lengths are in half picture widths of an aligned
 * picture; parts are 0 to 1.
 *
 * <p>Age and gender show in many traits at once, each with its own spread, so that the classes
 * overlap in every single trait.
 *
 * @param years the apparent age: the true one with an error of some per cent
 * @param youth 1 for a new-born, 0 for a grown-up
 * @param wear 0 up to the twenties, 1 in the sixties: wrinkles, bags, hollow cheeks
 * @param feminine 1 for a typical woman's traits, 0 for a typical man's; anything between occurs
 * @param grown 0 for a child, 1 for a grown-up: how far traits of gender are developed
 */
record Person(
    double years,
    double youth,
    double wear,
    double feminine,
    double grown,
    double halfWidth,
    double halfHeight,
    double jaw,
    double eyeLine,
    double eyeSize,
    double eyeDistance,
    double nose,
    double mouth,
    double lips,
    double brows,
    double hairLength,
    double hairVolume,
    double hairline,
    double fringe,
    double beard,
    Color skin,
    Color hair,
    Color iris,
    Color lipColour,
    Color clothes,
    Look look) {

  /** What a subject always or never wears. */
  enum Look {
    PLAIN,
    GLASSES,
    EARRINGS,
    BOW
  }

  private static final Curve YOUTH =
      Curve.of(0, 1.1, 1.5, 0.95, 5, 0.62, 10, 0.36, 17, 0.12, 24, 0);
  private static final Curve WEAR = Curve.of(22, 0, 32, 0.14, 42, 0.42, 52, 0.7, 64, 1, 90, 1.2);
  private static final Curve GREY = Curve.of(33, 0, 42, 0.3, 52, 0.7, 64, 0.97, 75, 1);
  private static final Curve BABY_HAIR = Curve.of(0, 0.1, 2, 0.45, 4.5, 0.85, 8, 1);
  private static final Curve GROWN = Curve.of(3, 0.1, 9, 0.3, 14, 0.6, 19, 1);
  private static final Curve BEARD = Curve.of(15, 0, 20, 0.35, 30, 0.6, 60, 0.55);
  private static final Curve BALD = Curve.of(22, 0.02, 35, 0.2, 50, 0.45, 70, 0.65);
  private static final Curve CLOTHES_SATURATION =
      Curve.of(4, 0.75, 12, 0.7, 18, 0.58, 28, 0.48, 42, 0.32, 52, 0.22, 65, 0.12);
  private static final Curve CLOTHES_BRIGHTNESS =
      Curve.of(2, 0.95, 10, 0.88, 17, 0.72, 28, 0.58, 42, 0.42, 52, 0.34, 65, 0.3);
  private static final Curve GLASSES = Curve.of(5, 0.02, 15, 0.12, 40, 0.2, 60, 0.5);

  private static final Color[] SKINS = {
    new Color(244, 208, 182),
    new Color(236, 190, 160),
    new Color(226, 178, 142),
    new Color(208, 155, 118),
    new Color(170, 118, 84),
    new Color(128, 86, 60)
  };
  private static final Color[] HAIRS = {
    new Color(36, 28, 24),
    new Color(58, 40, 30),
    new Color(88, 58, 38),
    new Color(128, 88, 50),
    new Color(196, 156, 96),
    new Color(150, 74, 38)
  };
  private static final Color[] IRISES = {
    new Color(70, 44, 26), new Color(96, 66, 36), new Color(92, 120, 150), new Color(98, 124, 84)
  };
  private static final Color WHITE_HAIR = new Color(222, 220, 216);
  private static final Color BABY_HAIR_TINT = new Color(214, 178, 132);
  private static final Color ROSY = new Color(255, 196, 184);
  private static final Color SALLOW = new Color(214, 180, 150);

  /**
   * @param random the subject's own stream
   * @param span the years that the label stands for
   * @param female whether the label says so
   */
  static Person of(SplittableRandom random, AgeSpan span, Sex sex) {
    double trueYears = span.years(random.nextDouble());
    double years = trueYears * Math.exp(Seeds.around(random, 0, 0.05));
    double youth = Math.max(0, YOUTH.at(years) + Seeds.around(random, 0, 0.03));
    double wear = Math.max(0, WEAR.at(years) + Seeds.around(random, 0, 0.06));
    double grown = GROWN.at(years);
    double feminine = clamp(Seeds.around(random, sex == Sex.FEMALE ? 0.86 : 0.14, 0.13));
    double masculine = grown * (1 - feminine);
    double narrow = 0.43 - 0.03 * grown * feminine + 0.05 * youth;
    return new Person(
        years,
        youth,
        wear,
        feminine,
        grown,
        Seeds.around(random, narrow, 0.014),
        Seeds.around(random, 0.60 - 0.09 * youth, 0.014),
        clamp(Seeds.around(random, 0.45 + 0.42 * masculine - 0.15 * youth, 0.08)),
        Seeds.around(random, -0.10 + 0.17 * youth, 0.012),
        Seeds.around(random, 0.075 + 0.045 * youth + 0.010 * feminine - 0.010 * wear, 0.004),
        Seeds.around(random, 0.185, 0.008),
        Seeds.around(random, 0.105 - 0.05 * youth + 0.02 * masculine + 0.015 * wear, 0.006),
        Seeds.around(random, 0.165 - 0.05 * youth, 0.010),
        Seeds.around(random, 0.042 + 0.022 * grown * feminine - 0.014 * wear, 0.004),
        Seeds.around(random, 0.012 + 0.024 * masculine + 0.008 * grown, 0.003),
        hairLength(random, years, sex),
        BABY_HAIR.at(years) * (1 - 0.25 * clamp(wear)) * random.nextDouble(0.85, 1.15),
        hairline(random, years, sex),
        Seeds.chance(random, 0.25 + 0.3 * feminine) ? random.nextDouble(0.3, 1) : 0,
        sex == Sex.MALE && Seeds.chance(random, BEARD.at(years)) ? random.nextDouble(0.35, 1) : 0,
        skin(random, youth, wear),
        hair(random, years),
        IRISES[random.nextInt(IRISES.length)],
        Tint.mix(
            new Color(190, 110, 100),
            new Color(196, 40, 62),
            grown * feminine * random.nextDouble()),
        clothes(random, years, sex),
        look(random, years, sex));
  }

  /** Of which of the two sexes a face is drawn; a label need not say it. */
  enum Sex {
    MALE,
    FEMALE
  }

  private static double hairLength(SplittableRandom random, double years, Sex sex) {
    double longest = Curve.of(0.5, 0.05, 2, 0.35, 5, 0.85, 45, 0.85, 65, 0.45).at(years);
    boolean long_ = Seeds.chance(random, sex == Sex.FEMALE ? 0.93 : 0.05);
    return longest * (long_ ? random.nextDouble(0.6, 1) : random.nextDouble(0, 0.15));
  }

  private static double hairline(SplittableRandom random, double years, Sex sex) {
    boolean bald = sex == Sex.MALE && Seeds.chance(random, BALD.at(years));
    return bald ? random.nextDouble(0.4, 1) : random.nextDouble(0, 0.15);
  }

  private static Color skin(SplittableRandom random, double youth, double wear) {
    // The lighter half of the list is the more frequent one, as in the albums that Adience is from.
    int i = Math.min(random.nextInt(SKINS.length), random.nextInt(SKINS.length));
    Color skin = Tint.mix(SKINS[i], SKINS[(i + 1) % SKINS.length], 0.4 * random.nextDouble());
    return Tint.mix(Tint.mix(skin, ROSY, 0.35 * youth), SALLOW, 0.35 * clamp(wear));
  }

  private static Color hair(SplittableRandom random, double years) {
    Color born = HAIRS[random.nextInt(HAIRS.length)];
    Color now = Tint.mix(born, BABY_HAIR_TINT, 0.5 * Math.min(1, YOUTH.at(years)));
    return Tint.mix(now, WHITE_HAIR, clamp(GREY.at(years) + Seeds.around(random, 0, 0.08)));
  }

  private static Color clothes(SplittableRandom random, double years, Sex sex) {
    double typical = sex == Sex.FEMALE ? 0.94 : 0.6;
    double hue =
        Seeds.chance(random, 0.75) ? Seeds.around(random, typical, 0.04) : random.nextDouble();
    double brightness =
        CLOTHES_BRIGHTNESS.at(years) + (sex == Sex.FEMALE ? 0.06 : -0.06) * GROWN.at(years);
    double saturation = Seeds.around(random, CLOTHES_SATURATION.at(years), 0.06);
    return Tint.hsb(hue, clamp(saturation), clamp(Seeds.around(random, brightness, 0.05)));
  }

  private static Look look(SplittableRandom random, double years, Sex sex) {
    if (Seeds.chance(random, GLASSES.at(years))) {
      return Look.GLASSES;
    }
    if (sex == Sex.FEMALE && years < 9 && Seeds.chance(random, 0.6)) {
      return Look.BOW;
    }
    return sex == Sex.FEMALE && years > 15 && Seeds.chance(random, 0.5)
        ? Look.EARRINGS
        : Look.PLAIN;
  }

  private static double clamp(double part) {
    return Math.max(0, Math.min(1, part));
  }
}
