// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance.rule;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * An inner product. Its weights may be most of the network (411 MB in VGG16), so that no copy is
 * made: parts of weights are taken while they are summed.
 */
public final class ProductMap implements LinearMap {
  /** Inputs that one task sums over; the sums of an input never meet another task. */
  private static final int BLOCK = 1024;

  private final int inputs;
  private final float[] weights;
  private final float[] bias;

  /**
   * Keeps the arrays.
   *
   * @param weights (outputs, inputs), row-major; inputs in the order channel, row, column
   * @param bias one per output
   */
  public ProductMap(int inputs, float[] weights, float[] bias) {
    this.inputs = inputs;
    this.weights = weights;
    this.bias = bias;
  }

  @Override
  public int inputs() {
    return inputs;
  }

  @Override
  public int outputs() {
    return bias.length;
  }

  @Override
  public float[] forward(float[] x, WeightPart part) {
    float[] out = new float[outputs()];
    IntStream.range(0, outputs())
        .parallel()
        .forEach(
            j -> {
              double sum = 0;
              for (int i = 0, at = j * inputs; i < inputs; i++, at++) {
                sum += (double) part.of(weights[at]) * x[i];
              }
              out[j] = (float) sum;
            });
    return out;
  }

  @Override
  public float[] backward(float[] q, WeightPart part) {
    float[] in = new float[inputs];
    IntStream.range(0, (inputs + BLOCK - 1) / BLOCK)
        .parallel()
        .forEach(
            block -> {
              int first = block * BLOCK;
              int count = Math.min(BLOCK, inputs - first);
              double[] sums = new double[count];
              for (int j = 0; j < q.length; j++) {
                if (q[j] != 0) {
                  for (int i = 0, at = j * inputs + first; i < count; i++, at++) {
                    sums[i] += (double) part.of(weights[at]) * q[j];
                  }
                }
              }
              for (int i = 0; i < count; i++) {
                in[first + i] = (float) sums[i];
              }
            });
    return in;
  }

  @Override
  public float bias(int output) {
    return bias[output];
  }

  @Override
  public float firstGroupBias(int output) {
    return bias[output];
  }

  @Override
  public int groupChannels() {
    return 1;
  }

  @Override
  public int kernelArea() {
    return inputs;
  }

  @Override
  public double[] kernelSquares() {
    float[] ones = new float[inputs];
    Arrays.fill(ones, 1);
    float[] squares = forward(ones, WeightPart.SQUARE);
    return IntStream.range(0, squares.length).mapToDouble(j -> squares[j]).toArray();
  }
}
