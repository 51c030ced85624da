// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition;

import java.io.Serializable;

/**
 * The square window of a convolution or a pooling layer.
 *
 * @param kernel side in pixels, at least 1
 * @param stride step in pixels, at least 1
 * @param pad pixels added at each edge of the input, at least 0
 */
public record Window(int kernel, int stride, int pad) implements Serializable {
  /** A window with stride 1 and no padding. */
  public static Window of(int kernel) {
    return new Window(kernel, 1, 0);
  }

  /** The same window with another step in pixels. */
  public Window stride(int pixels) {
    return new Window(kernel, pixels, pad);
  }

  /** The same window with another padding in pixels. */
  public Window pad(int pixels) {
    return new Window(kernel, stride, pixels);
  }

  /** Side of a convolution's output: windows that lie inside the padded input. */
  public int floorSize(int input) {
    return (input + 2 * pad - kernel) / stride + 1;
  }

  /**
   * Side of a pooling layer's output (Caffe's pooling_layer.cpp): rounded up, so that the last
   * window may overlap the edge, but not start behind the input and its first padding.
   */
  public int ceilSize(int input) {
    int size = (input + 2 * pad - kernel + stride - 1) / stride + 1;
    return pad > 0 && (size - 1) * stride >= input + pad ? size - 1 : size;
  }

  /** First pixel, by row or column, of the window that makes an output; negative in the padding. */
  public int begin(int output) {
    return output * stride - pad;
  }

  /** The pixel behind that window, which ends behind the padding at the latest. */
  public int end(int output, int input) {
    return Math.min(begin(output) + kernel, input + pad);
  }
}
