// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.kernel;

import io.agegender.network.definition.Window;
import org.deeplearning4j.nn.conf.ConvolutionMode;

/** Everything that pooling depends on; sizes in pixels, rows before columns. */
public record PoolingShape(long pictures, long channels, Axis rows, Axis columns) {

  /**
   * One direction.
   *
   * @param before padding above or left of the input
   * @param after padding below or right of it
   */
  public record Axis(long input, long output, long kernel, long stride, long before, long after) {
    /** As Caffe reads its own: the last window may reach over the edge and its padding. */
    public static Axis of(Window window, int input) {
      int output = window.ceilSize(input);
      int after = window.begin(output - 1) + window.kernel() - input;
      return new Axis(
          input, output, window.kernel(), window.stride(), window.pad(), Math.max(0, after));
    }

    /** As DL4J reads its settings. */
    public static Axis of(
        ConvolutionMode mode, long input, long kernel, long stride, long padding) {
      if (mode == ConvolutionMode.Same) {
        long output = (input + stride - 1) / stride;
        long total = Math.max(0, (output - 1) * stride + kernel - input);
        return new Axis(input, output, kernel, stride, total / 2, total - total / 2);
      }
      long output = (input + 2 * padding - kernel) / stride + 1;
      return new Axis(input, output, kernel, stride, padding, padding);
    }
  }

  /** (N, C, H, W) of the input. */
  long[] input() {
    return new long[] {pictures, channels, rows.input(), columns.input()};
  }

  /** (N, C, H, W) of the output. */
  public long[] output() {
    return new long[] {pictures, channels, rows.output(), columns.output()};
  }

  long[] kernel() {
    return new long[] {rows.kernel(), columns.kernel()};
  }

  long[] stride() {
    return new long[] {rows.stride(), columns.stride()};
  }

  long[] before() {
    return new long[] {rows.before(), columns.before()};
  }

  long[] after() {
    return new long[] {rows.after(), columns.after()};
  }
}
