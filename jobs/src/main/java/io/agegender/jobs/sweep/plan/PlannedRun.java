// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep.plan;

import io.agegender.run.RunSettings;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  /** The first run of each kind, in their order. */
  static Collection<PlannedRun> kinds(Stream<PlannedRun> runs, Function<RunSettings, String> kind) {
    return runs.collect(
            Collectors.toMap(
                run -> kind.apply(run.settings),
                Function.identity(),
                (first, other) -> first,
                LinkedHashMap::new))
        .values();
  }

  /** Runs of the same network with the same minibatch need the same of a GPU. */
  static String networkAndMinibatch(RunSettings run) {
    return run.name().architecture() + " " + run.rounds().minibatch();
  }

  /** Disk that its checkpoints will take beyond what is there. */
  long diskLeft() {
    if (progress.isOver()) {
      return 0;
    }
    long state = 2L * Float.BYTES * estimate.parameters();
    return Math.max(0, estimate.checkpoints() - progress.checkpoints() * state);
  }
}
