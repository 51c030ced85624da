// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.host;

import io.agegender.engine.Floats;
import io.agegender.engine.shape.LrnShape;

/** Local response normalisation. */
final class HostLrn {
  private final LrnShape shape;

  HostLrn(LrnShape shape) {
    this.shape = shape;
  }

  void forward(Floats x, Floats y, Floats scale) {
    float[] in = HostMemory.floats(x);
    float[] out = HostMemory.floats(y);
    float[] s = HostMemory.floats(scale);
    Loops.runs(
        shape.count(),
        (from, to) -> {
          for (int i = from; i < to; i++) {
            float sum = 0;
            for (int j = begin(i); j <= end(i); j += shape.area()) {
              float value = in[HostMemory.first(x) + j];
              sum += value * value;
            }
            sum = shape.offset() + shape.weight() * sum;
            s[HostMemory.first(scale) + i] = sum;
            out[HostMemory.first(y) + i] = in[HostMemory.first(x) + i] * power(sum);
          }
        });
  }

  void backward(Floats x, Floats y, Floats scale, Floats dy, Floats dx) {
    float[] in = HostMemory.floats(x);
    float[] made = HostMemory.floats(y);
    float[] s = HostMemory.floats(scale);
    float[] deltas = HostMemory.floats(dy);
    float[] out = HostMemory.floats(dx);
    float factor = 2 * shape.weight() * shape.beta();
    Loops.runs(
        shape.count(),
        (from, to) -> {
          for (int i = from; i < to; i++) {
            float sum = 0;
            for (int j = begin(i); j <= end(i); j += shape.area()) {
              sum +=
                  deltas[HostMemory.first(dy) + j]
                      * made[HostMemory.first(y) + j]
                      / s[HostMemory.first(scale) + j];
            }
            out[HostMemory.first(dx) + i] =
                deltas[HostMemory.first(dy) + i] * power(s[HostMemory.first(scale) + i])
                    - factor * in[HostMemory.first(x) + i] * sum;
          }
        });
  }

  /** The same pixel in the first channel of the sum around a number. */
  private int begin(int i) {
    int before = Math.min(i / shape.area() % shape.channels(), shape.size() / 2);
    return i - before * shape.area();
  }

  private int end(int i) {
    int behind = shape.channels() - 1 - i / shape.area() % shape.channels();
    return i + Math.min(behind, shape.size() / 2) * shape.area();
  }

  /** {@code s^-beta}; by roots, which are rounded correctly, where that is possible. */
  private float power(float s) {
    if (shape.beta() == 0.75f) {
      float root = (float) Math.sqrt(s);
      return 1 / (root * (float) Math.sqrt(root));
    }
    return (float) Math.pow(s, -shape.beta());
  }
}
