// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep.plan;

/** What becomes of a sweep whose plan does not fit: the setting {@code sweep.check}. */
public enum FitPolicy {
  /** It does not start. */
  REFUSE,
  /** It starts with a warning: sizes are estimates. */
  WARN
}
