package io.agegender.synthetic;

import java.util.SplittableRandom;

/** Of which sex a face is drawn. A label need not say it, a drawing must. */
enum Sex {
  MALE,
  FEMALE;

  /**
   * @param label as in a fold file: {@code m}, {@code f}, or something that leaves it to chance
   */
  static Sex of(String label, SplittableRandom random) {
    Sex coin = Seeds.chance(random, 0.5) ? MALE : FEMALE;
    return switch (label) {
      case "m" -> MALE;
      case "f" -> FEMALE;
      default -> coin;
    };
  }
}
