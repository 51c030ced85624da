// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.host;

import io.agegender.engine.Floats;
import io.agegender.engine.shape.ProductShape;

/** Fully connected layers. */
final class HostProduct {
  private final ProductShape shape;
  private final int inputs;
  private final int outputs;

  HostProduct(ProductShape shape) {
    this.shape = shape;
    this.inputs = shape.inputs();
    this.outputs = shape.outputs();
  }

  void forward(Floats x, Floats weights, Floats y) {
    float[] in = HostMemory.floats(x);
    float[] w = HostMemory.floats(weights);
    float[] out = HostMemory.floats(y);
    Loops.each(
        outputs,
        output -> {
          for (int row = 0; row < shape.rows(); row++) {
            int left = HostMemory.first(x) + row * inputs;
            int right = HostMemory.first(weights) + output * inputs;
            double even = 0;
            double odd = 0;
            int i = 0;
            for (; i + 2 <= inputs; i += 2) {
              even += (double) in[left + i] * w[right + i];
              odd += (double) in[left + i + 1] * w[right + i + 1];
            }
            if (i < inputs) {
              even += (double) in[left + i] * w[right + i];
            }
            out[HostMemory.first(y) + row * outputs + output] = (float) (even + odd);
          }
        });
  }

  void data(Floats weights, Floats dy, Floats dx) {
    float[] w = HostMemory.floats(weights);
    float[] deltas = HostMemory.floats(dy);
    float[] out = HostMemory.floats(dx);
    Loops.runs(
        inputs,
        (from, to) -> {
          double[] sums = new double[to - from];
          for (int row = 0; row < shape.rows(); row++) {
            java.util.Arrays.fill(sums, 0);
            for (int output = 0; output < outputs; output++) {
              double delta = deltas[HostMemory.first(dy) + row * outputs + output];
              int first = HostMemory.first(weights) + output * inputs + from;
              for (int i = 0; i < sums.length; i++) {
                sums[i] += delta * w[first + i];
              }
            }
            int first = HostMemory.first(dx) + row * inputs + from;
            for (int i = 0; i < sums.length; i++) {
              out[first + i] = (float) sums[i];
            }
          }
        });
  }

  void weights(Floats x, Floats dy, Floats dWeights) {
    float[] in = HostMemory.floats(x);
    float[] deltas = HostMemory.floats(dy);
    float[] out = HostMemory.floats(dWeights);
    Loops.each(
        outputs,
        output -> {
          double[] sums = new double[inputs];
          for (int row = 0; row < shape.rows(); row++) {
            double delta = deltas[HostMemory.first(dy) + row * outputs + output];
            int first = HostMemory.first(x) + row * inputs;
            for (int i = 0; i < inputs; i++) {
              sums[i] += delta * in[first + i];
            }
          }
          int first = HostMemory.first(dWeights) + output * inputs;
          for (int i = 0; i < inputs; i++) {
            out[first + i] = (float) sums[i];
          }
        });
  }
}
