// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression.baseline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a nightly run made.
 *
 * @param started when it began
 * @param finished when it ended
 * @param checks in the order in which they follow from each other
 * @param findings figures that are implausibly far from the published ones, on either side
 * @param peakResidentBytes the most memory of the driver's process, native memory included
 * @param problem why it did not get to its end; empty if it did
 */
public record RegressionRun(
    Instant started,
    Instant finished,
    List<Check> checks,
    List<String> findings,
    long peakResidentBytes,
    Optional<String> problem) {
  public RegressionRun {
    checks = List.copyOf(checks);
    findings = List.copyOf(findings);
  }

  /** Wall-clock time, seconds. */
  public double seconds() {
    return (finished.toEpochMilli() - started.toEpochMilli()) / 1e3;
  }

  /** A check by its name. */
  public Optional<Check> check(String name) {
    return checks.stream().filter(c -> c.name().equals(name)).findFirst();
  }
}
