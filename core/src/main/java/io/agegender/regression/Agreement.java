// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression;

import io.agegender.foundation.error.Choice;
import java.util.Collection;
import java.util.Comparator;

/** How a result agrees with the one made again; the later constant is the more severe finding. */
public enum Agreement {
  /** Bitwise identical. */
  IDENTICAL,
  /** Differs numerically, within what the device was measured to scatter. */
  WITHIN_BAND,
  /** The comparison would mean nothing, or could not be made. */
  NOT_COMPARABLE,
  /** Differs numerically by more. */
  DRIFT;

  /** The name in files: {@code within-band}, … */
  public String key() {
    return Choice.key(this);
  }

  /** The words in reports: {@code not comparable}, … */
  public String title() {
    return this == WITHIN_BAND ? "within the band" : key().replace('-', ' ');
  }

  /** The most severe of several; identical if there is none. */
  public static Agreement mostSevere(Collection<Agreement> several) {
    return several.stream().max(Comparator.naturalOrder()).orElse(IDENTICAL);
  }
}
