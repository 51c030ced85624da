// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.gather;

/** What became of a training run. Only finished runs are averaged; the others are shown. */
public enum RunOutcome {
  /** Trained to its last iteration. */
  FINISHED,
  /** Started and not at its end: running, stopped or killed. */
  UNFINISHED,
  /** Given up after an error. */
  FAILED,
  /** Some of its files cannot be read, so there are no figures of it. */
  DAMAGED,
  /** Asked for and not started. */
  ABSENT
}
