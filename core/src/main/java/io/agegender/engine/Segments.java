// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine;

/**
 * The parts of the parameter vector that learn at different rates.
 *
 * @param firsts the first parameter of each, ascending from 0, as ints
 * @param rates multipliers of the learning rate
 * @param decays multipliers of the weight decay
 */
public record Segments(Memory firsts, Floats rates, Floats decays) {
  /** How many there are. */
  public int count() {
    return Math.toIntExact(firsts.count());
  }
}
