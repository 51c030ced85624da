// SPDX-License-Identifier: Apache-2.0
package io.agegender.synthetic.people;

import java.util.SplittableRandom;

/** The sex that a face shows. A label may leave it open, a picture cannot. */
public enum Sex {
  MALE,
  FEMALE;

  /**
   * @param label as in a fold file: {@code m}, {@code f}, or something that leaves it to chance
   */
  public static Sex of(String label, SplittableRandom random) {
    Sex coin = Seeds.chance(random, 0.5) ? MALE : FEMALE;
    return switch (label) {
      case "m" -> MALE;
      case "f" -> FEMALE;
      default -> coin;
    };
  }
}
