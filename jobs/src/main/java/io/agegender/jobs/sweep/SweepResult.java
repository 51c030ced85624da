// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep;

import java.util.List;

/**
 * What became of each run.
 *
 * @param outcomes in the order of the sweep
 */
public record SweepResult(List<Outcome> outcomes) {
  public SweepResult {
    outcomes = List.copyOf(outcomes);
  }

  /**
   * One run.
   *
   * @param title such as {@code age_net_definitions/fold-0}
   * @param parameterSha256 SHA-256 of its parameters; empty if it failed
   * @param problem why it failed; else empty
   */
  public record Outcome(String title, String parameterSha256, String problem) {
    public boolean succeeded() {
      return problem.isEmpty();
    }
  }

  /** Those that failed. */
  public List<Outcome> failures() {
    return outcomes.stream().filter(o -> !o.succeeded()).toList();
  }
}
