package io.agegender.regression;

import io.agegender.foundation.error.Choice;
import java.util.Collection;
import java.util.Comparator;

/** How a result agrees with the one made again; the later constant is the graver finding. */
public enum Agreement {
  /** The same to the bit. */
  IDENTICAL,
  /** Other bits, within what the device was measured to scatter. */
  WITHIN_BAND,
  /** The comparison would mean nothing, or could not be made. */
  NOT_COMPARABLE,
  /** Another result. */
  DRIFT;

  /** The name in files: {@code within-band}, … */
  public String key() {
    return Choice.key(this);
  }

  /** The words in reports: {@code not comparable}, … */
  public String title() {
    return this == WITHIN_BAND ? "within the band" : key().replace('-', ' ');
  }

  /** The mostSevere of several; identical if there is none. */
  public static Agreement mostSevere(Collection<Agreement> several) {
    return several.stream().max(Comparator.naturalOrder()).orElse(IDENTICAL);
  }
}
