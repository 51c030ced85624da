// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LayerLedgerTest {
  /** Sums over them are files' bytes; {@code Map.copyOf} has another order in each JVM. */
  @Test
  void entriesHaveOneOrder() {
    LayerLedger ledger = new LayerLedger();
    Destination[] all = Destination.values();
    for (int i = all.length - 1; i >= 0; i--) {
      ledger.book(all[i], i + 1);
    }
    assertThat(ledger.entries().keySet()).containsExactly(all);
    assertThat(new LayerLedger().entries()).isEmpty();
  }
}
