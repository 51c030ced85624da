// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine;

/**
 * Neighbouring floats in a memory.
 *
 * @param first the first one, from 0
 * @param count how many
 */
public record Floats(Memory memory, long first, long count) {
  public Floats {
    if (first < 0 || count < 0 || first + count > memory.count()) {
      throw new IllegalArgumentException(
          "floats %d to %d of a memory of %d".formatted(first, first + count, memory.count()));
    }
  }

  /** A part of these. */
  public Floats part(long from, long length) {
    if (from < 0 || from + length > count) {
      throw new IllegalArgumentException(
          "floats %d to %d of %d".formatted(from, from + length, count));
    }
    return new Floats(memory, first + from, length);
  }
}
