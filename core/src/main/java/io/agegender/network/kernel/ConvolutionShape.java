// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.kernel;

import io.agegender.network.definition.Window;

/**
 * Everything that a convolution's arithmetic depends on; sizes in pixels.
 *
 * @param pictures the batch
 * @param rectified ReLU after it
 */
public record ConvolutionShape(
    long pictures,
    long inChannels,
    long inHeight,
    long inWidth,
    long outChannels,
    Window window,
    int groups,
    boolean rectified) {

  /** (N, C, H, W) of the input. */
  public long[] input() {
    return new long[] {pictures, inChannels, inHeight, inWidth};
  }

  /** (N, C, H, W) of the output, rounded down. */
  public long[] output() {
    return new long[] {
      pictures,
      outChannels,
      window.floorSize(Math.toIntExact(inHeight)),
      window.floorSize(Math.toIntExact(inWidth))
    };
  }

  /** The same number for rows and columns. */
  static long[] square(int pixels) {
    return new long[] {pixels, pixels};
  }
}
