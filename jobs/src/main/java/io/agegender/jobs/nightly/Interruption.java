// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.nightly;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.progress.Progress;

/** Stops a training on purpose, so that it can be resumed. */
final class Interruption extends FailedException {
  private static final long serialVersionUID = 1L;

  private Interruption(int iteration) {
    super("stopped on purpose at iteration %d".formatted(iteration));
  }

  /** A progress that ends the work at an iteration. */
  static Progress.Factory at(int iteration, Progress.Factory shown) {
    return (task, total, unit) -> {
      Progress progress = shown.start(task, total, unit);
      return new Progress() {
        @Override
        public void at(long done, String note) {
          progress.at(done, note);
          if (done >= iteration) {
            throw new Interruption(iteration);
          }
        }

        @Override
        public void close() {
          progress.close();
        }
      };
    };
  }
}
