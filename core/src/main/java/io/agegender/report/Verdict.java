// SPDX-License-Identifier: Apache-2.0
package io.agegender.report;

import io.agegender.foundation.error.Choice;
import io.agegender.score.metrics.FoldStatistic;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One figure beside the published one.
 *
 * @param kind the verdict
 * @param reason why, in words; for {@link Kind#NOT_COMPARABLE} every reason
 */
public record Verdict(Kind kind, String reason) {
  /** What can be said about a figure. */
  public enum Kind {
    /** Within the tolerance of the published value. */
    REPRODUCED,
    /** Below it by more than the tolerance. */
    BELOW,
    /** Above it by more than the tolerance; as suspicious as below. */
    ABOVE,
    /** The comparison would mean nothing. */
    NOT_COMPARABLE;

    /** The name in files: {@code reproduced}, {@code not-comparable}, ... */
    public String key() {
      return Choice.key(this);
    }

    /** The words in reports. */
    public String title() {
      String words = key().replace('-', ' ');
      return this == ABOVE ? words + " (suspicious)" : words;
    }
  }

  /** A verdict on something that nothing published belongs to. */
  public static Verdict notComparable(String reason) {
    return new Verdict(Kind.NOT_COMPARABLE, reason);
  }

  /**
   * @param own the mean over the folds, a fraction; empty if there is none
   * @param published the published value, a fraction
   * @param tolerance the largest difference that still counts as reproduced, in percentage points
   * @param obstacles why the two cannot be compared; empty if they can
   */
  public static Verdict of(
      OptionalDouble own, double published, double tolerance, List<String> obstacles) {
    if (own.isEmpty()) {
      return notComparable("no fold has been scored");
    }
    if (!obstacles.isEmpty()) {
      return notComparable(String.join("; ", obstacles));
    }
    double points = 100 * (own.getAsDouble() - published);
    // Floating point must not decide a difference that is exactly the tolerance.
    Kind kind =
        Math.abs(points) <= tolerance + 1e-9
            ? Kind.REPRODUCED
            : points < 0 ? Kind.BELOW : Kind.ABOVE;
    String difference =
        String.format(
            Locale.ROOT,
            "%+.1f points from the published %s, tolerance %.1f",
            points,
            FoldStatistic.percent(published),
            tolerance);
    String suspicion =
        kind == Kind.ABOVE ? "; look for test faces in training or another choice of snapshot" : "";
    return new Verdict(kind, difference + suspicion);
  }
}
