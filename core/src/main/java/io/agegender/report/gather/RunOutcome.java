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
  /** Its files cannot be read; what is known of it is its folder's name. */
  DAMAGED,
  /** Asked for and not started. */
  ABSENT
}
