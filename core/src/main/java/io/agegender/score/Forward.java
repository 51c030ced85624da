// SPDX-License-Identifier: Apache-2.0
package io.agegender.score;

/** A network seen from outside: crops in, class probabilities out. */
@FunctionalInterface
public interface Forward extends AutoCloseable {
  /**
   * Runs one batch.
   *
   * @param crops NCHW floats of shape (count, 3, S, S), planes B, G, R, mean subtracted; valid
   *     during the call only
   * @param count the number of crops
   * @return {@code [count][classes]}, softmax probabilities
   */
  float[][] probabilities(float[] crops, int count);

  /** Frees the network's memory, where it has any of its own. */
  @Override
  default void close() {}
}
