// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.shape;

import io.agegender.network.definition.Window;

/**
 * Pooling of one batch, each channel by itself.
 *
 * @param planes pictures times channels
 * @param size height and width of the input in pixels
 * @param outputSize height and width of the output; the last window may overlap the edge
 */
public record PoolShape(int planes, int size, int outputSize, Window window) {
  /** Numbers of the input. */
  public long inputCount() {
    return (long) planes * size * size;
  }

  /** Numbers of the output. */
  public long outputCount() {
    return (long) planes * outputSize * outputSize;
  }
}
