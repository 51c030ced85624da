// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep;

import io.agegender.jobs.tracking.Tracker;
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
   * @param parameterSha256 SHA-256 of its parameters; empty unless it finished
   * @param problem why it did not finish; else empty
   */
  public record Outcome(
      String title, String parameterSha256, String problem, Tracker.Ending ending) {
    static Outcome finished(String title, String parameterSha256) {
      return new Outcome(title, parameterSha256, "", Tracker.Ending.FINISHED);
    }

    static Outcome failed(String title, String problem) {
      return new Outcome(title, "", problem, Tracker.Ending.FAILED);
    }

    /** A run that was not finished, or not begun, because the process was asked to end. */
    static Outcome stopped(String title, String problem) {
      return new Outcome(title, "", problem, Tracker.Ending.KILLED);
    }

    public boolean succeeded() {
      return ending == Tracker.Ending.FINISHED;
    }
  }

  /** Those that failed. */
  public List<Outcome> failures() {
    return outcomes.stream().filter(o -> o.ending() == Tracker.Ending.FAILED).toList();
  }
}
