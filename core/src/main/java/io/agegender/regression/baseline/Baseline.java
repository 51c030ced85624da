// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression.baseline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What nightly runs are compared with.
 *
 * @param number 1 for the first, then upwards
 * @param accepted when it was made
 * @param reason why, in the words of who accepted it
 * @param bands how far figures may be from it
 * @param checks what that nightly run made
 */
public record Baseline(
    int number, Instant accepted, String reason, Bands bands, List<Check> checks) {
  public Baseline {
    checks = List.copyOf(checks);
  }

  /** A check by its name. */
  public Optional<Check> check(String name) {
    return checks.stream().filter(c -> c.name().equals(name)).findFirst();
  }
}
