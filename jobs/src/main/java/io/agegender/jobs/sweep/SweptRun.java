// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep;

import io.agegender.run.RunSettings;

/**
 * One run of a sweep.
 *
 * @param title what it is called in logs, bars and outcomes; no two runs of a sweep share one
 * @param settings of the run
 */
public record SweptRun(String title, RunSettings settings) {
  /** A run that its configuration and test fold tell from all others. */
  static SweptRun of(RunSettings settings) {
    return new SweptRun(settings.title(), settings);
  }
}
