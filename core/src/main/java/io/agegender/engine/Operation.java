// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine;

/** A step of a plan on the memory of one batch. */
interface Operation {
  /**
   * Makes the output.
   *
   * @param training whether a backward pass follows
   * @param seed of the dropout masks
   */
  void forward(boolean training, long seed);

  /** Makes gradients of parameters and inputs out of the output's gradient. */
  void backward();
}
