// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep.plan;

import io.agegender.foundation.config.SettingsReader;
import java.util.List;

/**
 * How a plan is calibrated: section {@code sweep}.
 *
 * @param steps of each trial round that count; 0: no calibration
 * @param batch faces of a worker in the larger trial, at least 1
 * @param gpus that are assumed instead
 */
public record CalibrationSettings(int steps, int batch, GivenGpus gpus) {
  /** A GPU takes steps of milliseconds: fewer say nothing. */
  private static final int STEPS_ON_GPU = 30;

  private static final String STEPS = "sweep.calibration-steps";
  private static final String BATCH = "sweep.calibration-batch";
  private static final int SMALLER = 4;

  /**
   * @throws io.agegender.foundation.error.UsageException if a number is out of its range
   */
  public static CalibrationSettings read(SettingsReader settings) {
    return new CalibrationSettings(
        settings.atLeast(STEPS, 0), settings.atLeast(BATCH, 1), GivenGpus.read(settings));
  }

  /** As these, for the device engine: whole minibatches, and more steps. */
  CalibrationSettings onDevice() {
    return new CalibrationSettings(Math.max(steps, STEPS_ON_GPU), Integer.MAX_VALUE, gpus);
  }

  /** The two sizes to try, ascending; one if the larger is a single face. */
  List<Integer> minibatches(int minibatch) {
    int large = Math.min(minibatch, batch);
    int small = Math.max(1, large / SMALLER);
    return small == large ? List.of(large) : List.of(small, large);
  }
}
