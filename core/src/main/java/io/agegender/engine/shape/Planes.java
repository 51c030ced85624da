// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.shape;

/**
 * A blob of one batch as channels: (N, channels, area).
 *
 * @param area pixels of a channel; 1 in a row
 */
public record Planes(int pictures, int channels, int area) {
  /** Numbers of the blob. */
  public long count() {
    return (long) pictures * channels * area;
  }
}
