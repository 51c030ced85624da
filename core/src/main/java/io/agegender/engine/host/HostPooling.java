// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.host;

import io.agegender.engine.Floats;
import io.agegender.engine.Memory;
import io.agegender.engine.shape.PoolShape;
import io.agegender.network.definition.Window;

/** Pooling, one plane a task. */
final class HostPooling {
  private final PoolShape shape;
  private final int size;
  private final int side;
  private final Window window;

  HostPooling(PoolShape shape) {
    this.shape = shape;
    this.size = shape.size();
    this.side = shape.outputSize();
    this.window = shape.window();
  }

  void maximum(Floats x, Floats y, Memory places) {
    float[] in = HostMemory.floats(x);
    float[] out = HostMemory.floats(y);
    int[] place = HostMemory.ints(places);
    Loops.each(
        shape.planes(),
        plane -> {
          int first = HostMemory.first(x) + plane * size * size;
          for (int i = 0; i < side * side; i++) {
            float best = -Float.MAX_VALUE;
            int at = 0;
            for (int row = begin(i / side); row < Math.min(end(i / side), size); row++) {
              for (int c = begin(i % side); c < Math.min(end(i % side), size); c++) {
                float value = in[first + row * size + c];
                if (value > best) {
                  best = value;
                  at = row * size + c;
                }
              }
            }
            out[HostMemory.first(y) + plane * side * side + i] = best;
            place[plane * side * side + i] = at;
          }
        });
  }

  void maximumBackward(Floats dy, Memory places, Floats dx) {
    float[] deltas = HostMemory.floats(dy);
    int[] place = HostMemory.ints(places);
    backward(
        dx,
        (plane, pixel, output) -> {
          int at = plane * side * side + output;
          return place[at] == pixel ? deltas[HostMemory.first(dy) + at] : 0;
        });
  }

  void average(Floats x, Floats y) {
    float[] in = HostMemory.floats(x);
    float[] out = HostMemory.floats(y);
    Loops.each(
        shape.planes(),
        plane -> {
          int first = HostMemory.first(x) + plane * size * size;
          for (int i = 0; i < side * side; i++) {
            float sum = 0;
            for (int row = begin(i / side); row < Math.min(end(i / side), size); row++) {
              for (int c = begin(i % side); c < Math.min(end(i % side), size); c++) {
                sum += in[first + row * size + c];
              }
            }
            out[HostMemory.first(y) + plane * side * side + i] = sum / pixels(i);
          }
        });
  }

  void averageBackward(Floats dy, Floats dx) {
    float[] deltas = HostMemory.floats(dy);
    backward(
        dx,
        (plane, pixel, output) ->
            deltas[HostMemory.first(dy) + plane * side * side + output] / pixels(output));
  }

  /** What an output sends to a pixel that its window holds. */
  private interface Share {
    float of(int plane, int pixel, int output);
  }

  /** Each pixel gathers from the windows that hold it, in their order. */
  private void backward(Floats dx, Share share) {
    float[] out = HostMemory.floats(dx);
    Loops.each(
        shape.planes(),
        plane -> {
          for (int pixel = 0; pixel < size * size; pixel++) {
            float sum = 0;
            int lastRow = Math.min(side - 1, (pixel / size + window.pad()) / window.stride());
            int lastColumn = Math.min(side - 1, (pixel % size + window.pad()) / window.stride());
            for (int row = firstWindow(pixel / size); row <= lastRow; row++) {
              for (int c = firstWindow(pixel % size); c <= lastColumn; c++) {
                sum += share.of(plane, pixel, row * side + c);
              }
            }
            out[HostMemory.first(dx) + plane * size * size + pixel] = sum;
          }
        });
  }

  private int firstWindow(int pixel) {
    int before = pixel + window.pad() - window.kernel();
    return before < 0 ? 0 : before / window.stride() + 1;
  }

  private int begin(int output) {
    return Math.max(0, output * window.stride() - window.pad());
  }

  /** Where a window ends, at the latest behind the padding. */
  private int end(int output) {
    int start = output * window.stride() - window.pad();
    return Math.min(start + window.kernel(), size + window.pad());
  }

  /** Pixels that count in a mean. */
  private int pixels(int output) {
    int top = output / side * window.stride() - window.pad();
    int left = output % side * window.stride() - window.pad();
    return (end(output / side) - top) * (end(output % side) - left);
  }
}
