// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance.rule;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import io.agegender.network.definition.Window;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * A convolution with groups, stride and zero padding. Windows become columns of a matrix, a tile of
 * output rows at a time, and a matrix product of OpenBLAS does the sums.
 */
public final class ConvolutionMap implements LinearMap {
  /** Floats of one tile of columns: 8 MiB, so that the largest layer needs no more. */
  private static final int TILE = 1 << 21;

  private final Shape shape;
  private final float[] weights;
  private final float[] bias;
  private final Map<WeightPart, float[]> parts = new EnumMap<>(WeightPart.class);
  private final int outSize;
  private final int kernelInputs;
  private final int groupOutputs;

  /**
   * What the arithmetic depends on.
   *
   * @param channels of the input, a multiple of groups
   * @param size height and width of the input in pixels
   * @param outputs output channels, a multiple of groups
   * @param groups groups of channels
   */
  public record Shape(int channels, int size, int outputs, Window window, int groups) {
    int outSize() {
      return window.floorSize(size);
    }
  }

  /**
   * Keeps the arrays.
   *
   * @param weights (outputs, channels / groups, kernel, kernel), row-major
   * @param bias one per output channel
   */
  public ConvolutionMap(Shape shape, float[] weights, float[] bias) {
    this.shape = shape;
    this.weights = weights;
    this.bias = bias;
    this.outSize = shape.outSize();
    this.kernelInputs = groupChannels() * kernelArea();
    this.groupOutputs = shape.outputs() / shape.groups();
  }

  @Override
  public int inputs() {
    return shape.channels() * shape.size() * shape.size();
  }

  @Override
  public int outputs() {
    return shape.outputs() * outSize * outSize;
  }

  @Override
  public float[] forward(float[] x, WeightPart part) {
    float[] out = new float[outputs()];
    forward(x, part, Patch.whole(outSize), out);
    return out;
  }

  /** The outputs that depend on a rectangle of inputs. */
  public Patch reach(Patch changed) {
    return changed.seenThrough(shape.window(), outSize);
  }

  /** Computes a rectangle of outputs, bias included, into their place. */
  public void forwardWithBias(float[] x, Patch patch, float[] out) {
    forward(x, WeightPart.ALL, patch, out);
    patch.eachRun(
        shape.outputs(),
        outSize,
        (first, count) -> {
          float own = bias(first);
          for (int i = first; i < first + count; i++) {
            out[i] += own;
          }
        });
  }

  private void forward(float[] x, WeightPart part, Patch patch, float[] out) {
    eachTile(
        patch,
        (group, tile) -> {
          int columns = tile.area();
          float[] windows = new float[kernelInputs * columns];
          eachRun(
              group,
              tile,
              (at, from, step, count) -> {
                for (int i = 0; i < count; i++) {
                  windows[at + i] = x[from + i * step];
                }
              });
          float[] product = new float[groupOutputs * columns];
          multiply(groupWeights(group, part), false, windows, product, columns);
          eachOutput(
              group, tile, (at, place) -> System.arraycopy(product, at, out, place, tile.width()));
        });
  }

  @Override
  public float[] backward(float[] q, WeightPart part) {
    float[] in = new float[inputs()];
    eachTile(
        Patch.whole(outSize),
        (group, tile) -> {
          int columns = tile.area();
          float[] values = new float[groupOutputs * columns];
          eachOutput(
              group, tile, (at, place) -> System.arraycopy(q, place, values, at, tile.width()));
          float[] windows = new float[kernelInputs * columns];
          multiply(groupWeights(group, part), true, values, windows, columns);
          eachRun(
              group,
              tile,
              (at, to, step, count) -> {
                for (int i = 0; i < count; i++) {
                  in[to + i * step] += windows[at + i];
                }
              });
        });
    return in;
  }

  /** Weights (or their transpose) times a matrix of so many columns. */
  private void multiply(float[] w, boolean transposed, float[] b, float[] c, int columns) {
    cblas_sgemm(
        CblasRowMajor,
        transposed ? CblasTrans : CblasNoTrans,
        CblasNoTrans,
        transposed ? kernelInputs : groupOutputs,
        columns,
        transposed ? groupOutputs : kernelInputs,
        1,
        w,
        kernelInputs,
        b,
        columns,
        0,
        c,
        columns);
  }

  /** Work on a rectangle of outputs of one group. */
  @FunctionalInterface
  private interface TileWork {
    void run(int group, Patch tile);
  }

  private void eachTile(Patch patch, TileWork work) {
    int width = Math.max(1, patch.width());
    int rows = Math.max(1, Math.min(outSize, TILE / Math.max(1, kernelInputs * width)));
    for (int group = 0; group < shape.groups(); group++) {
      for (int first = patch.top(); first < patch.bottom(); first += rows) {
        int behind = Math.min(first + rows, patch.bottom());
        work.run(group, new Patch(first, behind, patch.left(), patch.right()));
      }
    }
  }

  /** A row of outputs: its place in the tile's matrix and in the blob. */
  @FunctionalInterface
  private interface Row {
    void on(int column, int place);
  }

  private void eachOutput(int group, Patch tile, Row row) {
    int column = 0;
    for (int o = group * groupOutputs; o < (group + 1) * groupOutputs; o++) {
      for (int y = tile.top(); y < tile.bottom(); y++) {
        row.on(column, (o * outSize + y) * outSize + tile.left());
        column += tile.width();
      }
    }
  }

  /** A run of windows of one output row that sees the picture at one place of the kernel. */
  @FunctionalInterface
  private interface Run {
    void copy(int column, int pixel, int step, int count);
  }

  /** Calls for all places of the kernel and all output rows; what falls on padding is left out. */
  private void eachRun(int group, Patch tile, Run run) {
    int k = shape.window().kernel();
    int stride = shape.window().stride();
    int columns = tile.area();
    for (int place = 0; place < kernelInputs; place++) {
      int channel = group * groupChannels() + place / (k * k);
      int dy = place / k % k - shape.window().pad();
      int dx = place % k - shape.window().pad();
      // The first and last output column whose window has this place inside the picture.
      int first = Math.max(tile.left(), dx >= 0 ? 0 : (-dx + stride - 1) / stride);
      int last = Math.min(tile.right() - 1, Math.floorDiv(shape.size() - 1 - dx, stride));
      for (int row = tile.top(); row < tile.bottom() && first <= last; row++) {
        int y = row * stride + dy;
        if (y >= 0 && y < shape.size()) {
          run.copy(
              place * columns + (row - tile.top()) * tile.width() + first - tile.left(),
              (channel * shape.size() + y) * shape.size() + first * stride + dx,
              stride,
              last - first + 1);
        }
      }
    }
  }

  private float[] groupWeights(int group, WeightPart part) {
    float[] all = parts.computeIfAbsent(part, this::transformed);
    int each = groupOutputs * kernelInputs;
    return shape.groups() == 1 ? all : Arrays.copyOfRange(all, group * each, (group + 1) * each);
  }

  private float[] transformed(WeightPart part) {
    if (part == WeightPart.ALL) {
      return weights;
    }
    float[] values = new float[weights.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = part.of(weights[i]);
    }
    return values;
  }

  @Override
  public float bias(int output) {
    return bias[output / (outSize * outSize)];
  }

  @Override
  public float firstGroupBias(int output) {
    return bias[output / (outSize * outSize) % groupOutputs];
  }

  @Override
  public int groupChannels() {
    return shape.channels() / shape.groups();
  }

  @Override
  public int kernelArea() {
    return shape.window().kernel() * shape.window().kernel();
  }

  @Override
  public double[] kernelSquares() {
    double[] squares = new double[outputs()];
    int area = outSize * outSize;
    for (int channel = 0; channel < shape.outputs(); channel++) {
      double sum = 0;
      for (int i = channel * kernelInputs; i < (channel + 1) * kernelInputs; i++) {
        sum += (double) weights[i] * weights[i];
      }
      Arrays.fill(squares, channel * area, (channel + 1) * area, sum);
    }
    return squares;
  }
}
