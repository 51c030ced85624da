// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.kernel.host;

import io.agegender.network.definition.Window;
import java.util.Arrays;

/**
 * Pooling of one channel of one picture, row by row, with Caffe's sizes (pooling_layer.cpp): the
 * last window may reach over the edge and over its padding.
 *
 * @param size height and width of the input in pixels
 * @param side height and width of the output; each window holds a pixel of the input
 */
public record PoolingPlane(Window window, int size, int side) {
  /** Numbers of a plane, and where in the array they begin. */
  public record Plane(float[] numbers, int first) {}

  /**
   * Writes the largest number of each window; what is not a number is larger than all, so that a
   * training that breaks shows it.
   *
   * @param places where in the plane it was, the first of equal ones; as many as outputs
   * @param first place
   */
  public void maximum(Plane x, Plane y, int[] places, int first) {
    for (int output = 0; output < side * side; output++) {
      int at = top(output) * size + left(output);
      float best = x.numbers[x.first + at];
      for (int row = top(output); row < bottom(output); row++) {
        for (int pixel = row * size + left(output); pixel < row * size + right(output); pixel++) {
          float value = x.numbers[x.first + pixel];
          if (!(value <= best) && !Float.isNaN(best)) {
            best = value;
            at = pixel;
          }
        }
      }
      y.numbers[y.first + output] = best;
      places[first + output] = at;
    }
  }

  /** Writes the gradient at the input of {@link #maximum}. */
  public void maximumGradient(Plane dy, int[] places, int first, Plane dx) {
    Arrays.fill(dx.numbers, dx.first, dx.first + size * size, 0);
    for (int output = 0; output < side * side; output++) {
      dx.numbers[dx.first + places[first + output]] += dy.numbers[dy.first + output];
    }
  }

  /** Writes the mean of each window: padding counts as 0, what lies beyond it does not count. */
  public void average(Plane x, Plane y) {
    for (int output = 0; output < side * side; output++) {
      float sum = 0;
      for (int row = top(output); row < bottom(output); row++) {
        for (int pixel = row * size + left(output); pixel < row * size + right(output); pixel++) {
          sum += x.numbers[x.first + pixel];
        }
      }
      y.numbers[y.first + output] = sum / area(output);
    }
  }

  /** Writes the gradient at the input of {@link #average}. */
  public void averageGradient(Plane dy, Plane dx) {
    Arrays.fill(dx.numbers, dx.first, dx.first + size * size, 0);
    for (int output = 0; output < side * side; output++) {
      float share = dy.numbers[dy.first + output] / area(output);
      for (int row = top(output); row < bottom(output); row++) {
        for (int pixel = row * size + left(output); pixel < row * size + right(output); pixel++) {
          dx.numbers[dx.first + pixel] += share;
        }
      }
    }
  }

  private int top(int output) {
    return Math.max(0, window.begin(output / side));
  }

  private int bottom(int output) {
    return Math.min(window.end(output / side, size), size);
  }

  private int left(int output) {
    return Math.max(0, window.begin(output % side));
  }

  private int right(int output) {
    return Math.min(window.end(output % side, size), size);
  }

  /** Pixels that count in a mean, padding included. */
  private int area(int output) {
    int row = output / side;
    int column = output % side;
    return (window.end(row, size) - window.begin(row))
        * (window.end(column, size) - window.begin(column));
  }
}
