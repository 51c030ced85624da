// SPDX-License-Identifier: Apache-2.0
package io.agegender.training;

/** When the samples are brought into a new random order. */
public enum Shuffle {
  /** A new order for each epoch. */
  EACH_EPOCH,
  /** One order for the whole run, as the original's LMDBs had it. */
  ONCE
}
