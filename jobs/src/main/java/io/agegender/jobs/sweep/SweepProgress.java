// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep;

import io.agegender.foundation.progress.Progress;
import io.agegender.jobs.tracking.Tracker;

/** Counts the runs of a sweep: done, running, waiting. Thread-safe. */
final class SweepProgress {
  private final Progress bar;
  private final int runs;
  private int done;
  private int running;
  private int failed;
  private int stopped;

  SweepProgress(Progress bar, int runs) {
    this.bar = bar;
    this.runs = runs;
  }

  synchronized void started() {
    running++;
    show();
  }

  synchronized void ended(SweepResult.Outcome outcome) {
    running--;
    done++;
    failed += outcome.ending() == Tracker.Ending.FAILED ? 1 : 0;
    stopped += outcome.ending() == Tracker.Ending.KILLED ? 1 : 0;
    show();
  }

  private void show() {
    bar.at(
        done,
        "%d running, %d waiting, %d failed%s"
            .formatted(
                running,
                runs - done - running,
                failed,
                stopped == 0 ? "" : ", %d stopped".formatted(stopped)));
  }
}
