// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.shape;

/**
 * Local response normalisation of one batch: {@code s = offset + weight * sum(x^2)} over the
 * channels around x, {@code y = x * s^-beta}.
 *
 * @param area pixels of a channel
 * @param size channels in the sum, odd
 * @param weight alpha / size
 */
public record LrnShape(
    int pictures, int channels, int area, int size, float weight, float beta, float offset) {
  /** Numbers of the input. */
  public long count() {
    return (long) pictures * channels * area;
  }
}
