// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance;

import io.agegender.relevance.rule.Destination;
import io.agegender.relevance.rule.Floats;
import java.util.Map;

/**
 * The relevance of every input of one picture for one class, and where the rest went.
 *
 * @param map (3, S, S) in the input's order B, G, R, in units of the start value
 * @param start what the explained class started with
 * @param sums relevance of each blob by its name, the input's and the scores' included
 * @param ledger by layer and destination: what did not reach the layer's inputs
 */
public record Explanation(
    float[] map,
    double start,
    Map<String, Double> sums,
    Map<String, Map<Destination, Double>> ledger) {

  /** Sum of the map. */
  public double sum() {
    return Floats.sum(map);
  }

  /** The ledger over all layers. */
  public double lost(Destination destination) {
    return ledger.values().stream()
        .mapToDouble(entries -> entries.getOrDefault(destination, 0.0))
        .sum();
  }

  /**
   * How far the ledger is from closing: |start - sum of the map - sum of the ledger| over the
   * largest of these amounts; 0 where everything is 0.
   */
  public double ledgerError() {
    double open = start - sum();
    double largest = Math.max(Math.abs(start), Math.abs(sum()));
    for (Map<Destination, Double> entries : ledger.values()) {
      for (double amount : entries.values()) {
        open -= amount;
        largest = Math.max(largest, Math.abs(amount));
      }
    }
    return largest == 0 ? 0 : Math.abs(open) / largest;
  }
}
