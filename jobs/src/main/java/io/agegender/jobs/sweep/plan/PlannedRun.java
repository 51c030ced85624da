// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep.plan;

import io.agegender.run.RunSettings;
import java.util.Optional;

/**
 * One run of a plan.
 *
 * @param settings of the run
 * @param estimate memory, disk and traffic
 * @param progress how far it is already
 * @param forecast time and efficiency; empty without a calibration
 */
record PlannedRun(
    RunSettings settings,
    ResourceEstimate estimate,
    RunProgress progress,
    Optional<Forecast> forecast) {

  /** Disk that its checkpoints will take beyond what is there. */
  long diskLeft() {
    if (progress.isOver()) {
      return 0;
    }
    long state = 2L * Float.BYTES * estimate.parameters();
    return Math.max(0, estimate.checkpoints() - progress.checkpoints() * state);
  }
}
