// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep.plan;

import io.agegender.run.RunDirectory;
import io.agegender.run.RunState;
import io.agegender.run.RunState.Phase;
import java.util.Optional;

/**
 * How far a run is already.
 *
 * @param phase empty for one that has not started
 * @param iteration iterations that are safe in a checkpoint
 * @param checkpoints on disk
 */
record RunProgress(Optional<Phase> phase, int iteration, int checkpoints) {
  static final RunProgress WAITING = new RunProgress(Optional.empty(), 0, 0);

  static RunProgress of(RunDirectory directory) {
    Optional<RunState> state = directory.state();
    return new RunProgress(
        state.map(RunState::phase),
        state.map(RunState::iteration).orElse(0),
        directory.checkpoints().iterations().size());
  }

  /** Whether there is nothing left to train; a diverged run would only diverge again. */
  boolean isOver() {
    return phase.filter(p -> p == Phase.FINISHED || p == Phase.DIVERGED).isPresent();
  }

  /** One word or two for the table. */
  String describe() {
    return phase
        .map(
            p ->
                switch (p) {
                  case FINISHED -> "finished";
                  case DIVERGED -> "diverged";
                  case RUNNING, STOPPED, FAILED -> "half-done, at %d".formatted(iteration);
                })
        .orElse("waiting");
  }
}
