// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression.baseline;

import io.agegender.regression.Agreement;
import io.agegender.regression.Difference;
import java.util.List;

/**
 * One check next to the baseline's.
 *
 * @param name of the check
 * @param agreement the verdict
 * @param finding what differs, in words, the first difference first; empty if nothing does
 * @param provenance what differs in where the two came from, the likeliest cause first
 * @param seconds that the check took
 */
public record CheckResult(
    String name, Agreement agreement, String finding, List<Difference> provenance, double seconds) {
  public CheckResult {
    provenance = List.copyOf(provenance);
  }

  /** Whether nothing has to be done. */
  public boolean isGood() {
    return agreement == Agreement.IDENTICAL || agreement == Agreement.WITHIN_BAND;
  }

  /** The finding with its likeliest cause. */
  public String explanation() {
    if (isGood()) {
      return finding;
    }
    return finding
        + (provenance.isEmpty()
            ? "; nothing in the provenance differs"
            : "; first difference in the provenance: " + provenance.get(0));
  }
}
