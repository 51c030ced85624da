// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.tracking;

import io.agegender.run.RunSettings;

/** Follows a sweep. No method throws because of the tracking server, and none waits for it. */
public interface Tracker extends AutoCloseable {
  /** Follows nothing. */
  Tracker NONE =
      new Tracker() {
        @Override
        public TrackedRun begin(RunSettings run) {
          return TrackedRun.NONE;
        }

        @Override
        public void end(Ending ending) {}

        @Override
        public void close() {}
      };

  /** How a run, or the sweep, ended. */
  enum Ending {
    FINISHED,
    FAILED,
    /** The process was asked to end; the run can be resumed. */
    KILLED
  }

  /** Says that a run begins. */
  TrackedRun begin(RunSettings run);

  /** Says how the sweep ended. */
  void end(Ending ending);

  /** Sends what is left, for some seconds at most. */
  @Override
  void close();

  /** The tracker that the section {@code mlflow} asks for. */
  static Tracker from(TrackingSettings settings) {
    return settings.server().isEmpty()
        ? NONE
        : new MlflowTracker(
            new MlflowClient(settings.server().get(), settings.authorization()),
            settings.experiment());
  }
}
