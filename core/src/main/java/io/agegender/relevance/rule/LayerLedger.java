// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance.rule;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** What one layer's relevance went to besides the layer's inputs, by destination, in logits. */
public final class LayerLedger {
  private final Map<Destination, Double> entries = new EnumMap<>(Destination.class);

  /** Books an amount; nothing at all is not booked. */
  public void book(Destination destination, double amount) {
    if (amount != 0) {
      entries.merge(destination, amount, Double::sum);
    }
  }

  /** What was booked, in the order of the destinations, so that sums do not depend on the JVM. */
  public Map<Destination, Double> entries() {
    return Collections.unmodifiableMap(new EnumMap<>(entries));
  }
}
