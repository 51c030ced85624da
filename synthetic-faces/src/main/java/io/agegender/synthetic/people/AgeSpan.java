// SPDX-License-Identifier: Apache-2.0
package io.agegender.synthetic.people;

import io.agegender.adience.Target;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** From which to which year a label says that a person is; both ends belong to it. */
public record AgeSpan(int from, int to) {
  private static final Pattern RANGE = Pattern.compile("\\((\\d{1,3}), ?(\\d{1,3})\\)");
  private static final Pattern YEAR = Pattern.compile("\\d{1,3}");

  /** Rows per class in the real fold files, youngest first (17,424 rows in all). */
  private static final int[] REAL_ROWS = {2519, 2163, 2132, 1655, 4950, 2300, 830, 875};

  /** The share of an age class among the labelled rows of the real fold files. */
  public static double realShare(int ageClass) {
    int all = 0;
    for (int rows : REAL_ROWS) {
      all += rows;
    }
    return (double) REAL_ROWS[ageClass] / all;
  }

  /**
   * Reads a label, also one with its ends exchanged such as {@code (25, 23)}.
   *
   * @param random decides the class, by the real shares, where the label says nothing
   */
  public static AgeSpan of(String label, SplittableRandom random) {
    Matcher range = RANGE.matcher(label);
    if (range.matches()) {
      int a = Integer.parseInt(range.group(1));
      int b = Integer.parseInt(range.group(2));
      return new AgeSpan(Math.min(a, b), Math.max(a, b));
    }
    if (YEAR.matcher(label).matches()) {
      int year = Integer.parseInt(label);
      return new AgeSpan(year, year);
    }
    double left = random.nextDouble();
    int ageClass = 0;
    while (ageClass < REAL_ROWS.length - 1 && left >= realShare(ageClass)) {
      left -= realShare(ageClass++);
    }
    return of(Target.AGE.labels().get(ageClass), random);
  }

  /**
   * @param part 0 (the first day of {@code from}) to 1 (the last day of {@code to})
   */
  double years(double part) {
    // Few of the eldest class are far beyond 80.
    double last = Math.min(to + 1, Math.max(from + 1, 85));
    return from + part * (last - from);
  }
}
