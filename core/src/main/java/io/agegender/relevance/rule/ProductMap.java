// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance.rule;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;

/**
 * An inner product. Its weights may be most of the network (411 MB in VGG16), so that no copy is
 * made: parts of weights are taken while they are summed.
 */
public final class ProductMap implements LinearMap {
  /** Inputs that one task sums over; the sums of an input never meet another task. */
  private static final int BLOCK = 1024;

  /** Weights that are multiplied at once for several pictures: 4 MiB. */
  private static final int FLOATS_AT_ONCE = 1 << 20;

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

  /**
   * The outputs of several pictures at once, bias included. The weights are read once for all of
   * them, so this is much faster than one by one; the sums are in single precision.
   *
   * @return an array of {@link #outputs()} for each picture
   */
  public float[][] forwardWithBias(float[][] pictures) {
    int count = pictures.length;
    float[][] out = new float[count][outputs()];
    int block = Math.max(1, Math.min(outputs(), FLOATS_AT_ONCE / inputs));
    float[] product = new float[block * count];
    try (FloatPointer x = new FloatPointer((long) count * inputs);
        FloatPointer w = new FloatPointer((long) block * inputs);
        FloatPointer y = new FloatPointer(product.length)) {
      for (int p = 0; p < count; p++) {
        x.position((long) p * inputs).put(pictures[p], 0, inputs);
      }
      x.position(0);
      for (int first = 0; first < outputs(); first += block) {
        int rows = Math.min(block, outputs() - first);
        w.put(weights, first * inputs, rows * inputs);
        cblas_sgemm(
            CblasRowMajor,
            CblasNoTrans,
            CblasTrans,
            rows,
            count,
            inputs,
            1,
            w,
            inputs,
            x,
            inputs,
            0,
            y,
            count);
        y.get(product, 0, rows * count);
        for (int j = 0; j < rows; j++) {
          for (int p = 0; p < count; p++) {
            out[p][first + j] = product[j * count + p] + bias[first + j];
          }
        }
      }
    }
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
