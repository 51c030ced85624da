// SPDX-License-Identifier: Apache-2.0
package io.agegender.run;

/** What the batch of the solver settings means when several workers train one network. */
public enum BatchMode {
  /** All workers together read one batch a step, as the original's one process did. */
  SPLIT,
  /** Each worker reads a whole batch a step. */
  PER_WORKER
}
