// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance.rule;

import io.agegender.network.definition.Window;

/**
 * A rectangle of a blob's pixels, the same in all channels.
 *
 * @param top first row, at least 0
 * @param bottom the row behind the last
 * @param left first column, at least 0
 * @param right the column behind the last
 */
public record Patch(int top, int bottom, int left, int right) {
  /** All pixels of a square blob. */
  public static Patch whole(int size) {
    return new Patch(0, size, 0, size);
  }

  int width() {
    return right - left;
  }

  int height() {
    return bottom - top;
  }

  int area() {
    return height() * width();
  }

  /** The smallest rectangle that holds both. */
  public Patch with(Patch other) {
    return new Patch(
        Math.min(top, other.top),
        Math.max(bottom, other.bottom),
        Math.min(left, other.left),
        Math.max(right, other.right));
  }

  /** The outputs whose window sees a pixel of this rectangle. */
  Patch seenThrough(Window window, int outSize) {
    return new Patch(
        first(top, window, outSize),
        last(bottom, window, outSize),
        first(left, window, outSize),
        last(right, window, outSize));
  }

  private static int first(int pixel, Window window, int outSize) {
    int output = Math.floorDiv(pixel + window.pad() - window.kernel(), window.stride()) + 1;
    return Math.max(0, Math.min(outSize, output));
  }

  private static int last(int behind, Window window, int outSize) {
    int output = Math.floorDiv(behind - 1 + window.pad(), window.stride()) + 1;
    return Math.max(0, Math.min(outSize, output));
  }

  /** Work on a run of neighbours in a flat array. */
  @FunctionalInterface
  public interface Run {
    void on(int first, int count);
  }

  /** Calls for each row of each channel. */
  public void eachRun(int channels, int size, Run run) {
    for (int channel = 0; channel < channels; channel++) {
      for (int row = top; row < bottom; row++) {
        run.on((channel * size + row) * size + left, width());
      }
    }
  }
}
