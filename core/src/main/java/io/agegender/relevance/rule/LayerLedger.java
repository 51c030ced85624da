// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance.rule;

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

  public Map<Destination, Double> entries() {
    return Map.copyOf(entries);
  }
}
