// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression;

import java.util.List;

/** How far a result may be from the one before, where the device does not promise the same bits. */
public interface Tolerance {
  /** The largest deviation of a measure that still counts as the same. */
  double width(Measure measure);

  /** Whether every bit must be the same. */
  boolean isZero();

  /** The verdict on two results that deviate so; without deviations they are bitwise identical. */
  default Agreement judge(List<Deviation> deviations) {
    if (deviations.isEmpty()) {
      return Agreement.IDENTICAL;
    }
    // Written so that NaN is never inside.
    return !isZero() && deviations.stream().allMatch(d -> d.size() <= width(d.measure()))
        ? Agreement.WITHIN_BAND
        : Agreement.DRIFT;
  }
}
