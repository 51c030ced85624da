// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.tracking;

import io.agegender.run.MetricsLog;

/** Follows one run of a sweep. */
public interface TrackedRun {
  /** Follows nothing. */
  TrackedRun NONE =
      new TrackedRun() {
        @Override
        public void round(MetricsLog.Row row) {}

        @Override
        public void score(String name, double value) {}

        @Override
        public void end(Tracker.Ending ending) {}
      };

  /** A round of training is over. */
  void round(MetricsLog.Row row);

  /**
   * A figure of the trained network.
   *
   * @param name such as {@code accuracy-oversample}
   */
  void score(String name, double value);

  /** The run is over. */
  void end(Tracker.Ending ending);
}
