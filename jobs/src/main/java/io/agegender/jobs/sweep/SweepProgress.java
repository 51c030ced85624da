// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep;

import io.agegender.foundation.progress.Progress;

/** Counts the runs of a sweep: done, running, waiting. Thread-safe. */
final class SweepProgress {
  private final Progress bar;
  private final int runs;
  private int done;
  private int running;
  private int failed;

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
    failed += outcome.succeeded() ? 0 : 1;
    show();
  }

  private void show() {
    bar.at(
        done,
        "%d running, %d waiting, %d failed".formatted(running, runs - done - running, failed));
  }
}
