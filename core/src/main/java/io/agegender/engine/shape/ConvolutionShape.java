// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.shape;

import io.agegender.network.definition.Window;

/**
 * A convolution of one batch: input (N, channels, size, size), weights (outputs, channels / groups,
 * kernel, kernel), output (N, outputs, outputSize, outputSize), all row-major floats.
 *
 * @param pictures N, at least 1
 * @param size height and width of the input in pixels
 * @param groups divides channels and outputs
 */
public record ConvolutionShape(
    int pictures, int channels, int size, int outputs, Window window, int groups) {
  /** Height and width of the output in pixels, rounded down. */
  public int outputSize() {
    return window.floorSize(size);
  }

  /** Input channels that one output sees. */
  public int groupChannels() {
    return channels / groups;
  }

  /** Output channels of a group. */
  public int groupOutputs() {
    return outputs / groups;
  }

  /** Products that one output is the sum of. */
  public int depth() {
    return groupChannels() * window.kernel() * window.kernel();
  }

  /** Numbers of the input. */
  public long inputCount() {
    return (long) pictures * channels * size * size;
  }

  /** Numbers of the output. */
  public long outputCount() {
    return (long) pictures * outputs * outputSize() * outputSize();
  }

  /** Numbers of the weights. */
  public long weightCount() {
    return (long) outputs * depth();
  }
}
