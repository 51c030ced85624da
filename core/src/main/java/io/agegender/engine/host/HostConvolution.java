// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.host;

import io.agegender.engine.Floats;
import io.agegender.engine.shape.ConvolutionShape;

/** Convolution as products of matrices, a tile of output pixels at a time. */
final class HostConvolution {
  /** Output pixels of a tile. */
  private static final int TILE = 256;

  /** Channels that one task computes gradients of. */
  private static final int CHANNELS = 16;

  private final ConvolutionShape shape;
  private final int side;
  private final int area;
  private final int kernel;
  private final int tiles;

  HostConvolution(ConvolutionShape shape) {
    this.shape = shape;
    this.side = shape.outputSize();
    this.area = side * side;
    this.kernel = shape.window().kernel();
    this.tiles = (area + TILE - 1) / TILE;
  }

  void forward(Floats x, Floats weights, Floats y) {
    float[] out = HostMemory.floats(y);
    for (int group = 0; group < shape.groups(); group++) {
      Matrix filters = weights(weights, group);
      int number = group;
      Loops.each(
          shape.pictures() * tiles,
          task -> {
            int picture = task / tiles;
            int from = task % tiles * TILE;
            Matrix columns = new Matrix(shape.depth(), Math.min(TILE, area - from));
            columns(x, picture, number * shape.groupChannels(), from, columns);
            Matrix sums = new Matrix(shape.groupOutputs(), columns.columns);
            sums.addProduct(filters, columns);
            int first = HostMemory.first(y) + plane(picture, number) * area + from;
            for (int row = 0; row < sums.rows; row++) {
              for (int i = 0; i < sums.columns; i++) {
                out[first + row * area + i] = (float) sums.values[row * sums.columns + i];
              }
            }
          });
    }
  }

  void data(Floats weights, Floats dy, Floats dx) {
    int blocks = (shape.groupChannels() + CHANNELS - 1) / CHANNELS;
    for (int group = 0; group < shape.groups(); group++) {
      Matrix filters = weights(weights, group).transposed();
      int number = group;
      Loops.each(
          shape.pictures() * blocks,
          task -> {
            int first = task % blocks * CHANNELS;
            int count = Math.min(CHANNELS, shape.groupChannels() - first);
            Matrix part = filters.rows(first * kernel * kernel, count * kernel * kernel);
            int channel = number * shape.groupChannels() + first;
            dataOf(part, dy, dx, task / blocks, channel);
          });
    }
  }

  private void dataOf(Matrix filters, Floats dy, Floats dx, int picture, int channel) {
    int channels = filters.rows / (kernel * kernel);
    int plane = shape.size() * shape.size();
    double[] sums = new double[channels * plane];
    for (int from = 0; from < area; from += TILE) {
      Matrix deltas = deltas(dy, picture, channel / shape.groupChannels(), from);
      Matrix spread = new Matrix(filters.rows, deltas.columns);
      spread.addProduct(filters, deltas);
      for (int row = 0; row < spread.rows; row++) {
        for (int i = 0; i < spread.columns; i++) {
          int at = input(row, from + i);
          if (at >= 0) {
            sums[row / (kernel * kernel) * plane + at] += spread.values[row * spread.columns + i];
          }
        }
      }
    }
    float[] out = HostMemory.floats(dx);
    int first = HostMemory.first(dx) + (picture * shape.channels() + channel) * plane;
    for (int i = 0; i < sums.length; i++) {
      out[first + i] = (float) sums[i];
    }
  }

  void filter(Floats x, Floats dy, Floats dWeights) {
    int blocks = (shape.groupOutputs() + CHANNELS - 1) / CHANNELS;
    float[] out = HostMemory.floats(dWeights);
    for (int group = 0; group < shape.groups(); group++) {
      Matrix[] sums = new Matrix[blocks];
      for (int i = 0; i < blocks; i++) {
        int rows = Math.min(CHANNELS, shape.groupOutputs() - i * CHANNELS);
        sums[i] = new Matrix(rows, shape.depth());
      }
      for (int task = 0; task < shape.pictures() * tiles; task++) {
        int from = task % tiles * TILE;
        Matrix columns = new Matrix(shape.depth(), Math.min(TILE, area - from));
        columns(x, task / tiles, group * shape.groupChannels(), from, columns);
        Matrix rows = columns.transposed();
        Matrix deltas = deltas(dy, task / tiles, group, from);
        Loops.each(
            blocks,
            block -> sums[block].addProduct(deltas.rows(block * CHANNELS, sums[block].rows), rows));
      }
      int first = HostMemory.first(dWeights) + group * shape.groupOutputs() * shape.depth();
      for (Matrix block : sums) {
        for (double value : block.values) {
          out[first++] = (float) value;
        }
      }
    }
  }

  private Matrix weights(Floats weights, int group) {
    int count = shape.groupOutputs() * shape.depth();
    return Matrix.of(
        HostMemory.floats(weights),
        HostMemory.first(weights) + group * count,
        shape.groupOutputs(),
        shape.depth());
  }

  private int plane(int picture, int group) {
    return picture * shape.outputs() + group * shape.groupOutputs();
  }

  /** Gradients of a group's outputs at a tile: (outputs, pixels). */
  private Matrix deltas(Floats dy, int picture, int group, int from) {
    float[] in = HostMemory.floats(dy);
    Matrix deltas = new Matrix(shape.groupOutputs(), Math.min(TILE, area - from));
    int first = HostMemory.first(dy) + plane(picture, group) * area + from;
    for (int row = 0; row < deltas.rows; row++) {
      for (int i = 0; i < deltas.columns; i++) {
        deltas.values[row * deltas.columns + i] = in[first + row * area + i];
      }
    }
    return deltas;
  }

  /** What each output pixel of a tile sees, as a column: channel, row, column of the kernel. */
  private void columns(Floats x, int picture, int channel, int from, Matrix into) {
    float[] in = HostMemory.floats(x);
    int plane = shape.size() * shape.size();
    int first = HostMemory.first(x) + (picture * shape.channels() + channel) * plane;
    for (int row = 0; row < into.rows; row++) {
      int base = first + row / (kernel * kernel) * plane;
      for (int i = 0; i < into.columns; i++) {
        int at = input(row, from + i);
        into.values[row * into.columns + i] = at < 0 ? 0 : in[base + at];
      }
    }
  }

  /** The pixel of a plane that an output pixel sees at a place of the kernel; -1 for padding. */
  private int input(int row, int output) {
    int place = row % (kernel * kernel);
    int y = output / side * shape.window().stride() - shape.window().pad() + place / kernel;
    int x = output % side * shape.window().stride() - shape.window().pad() + place % kernel;
    boolean inside = y >= 0 && y < shape.size() && x >= 0 && x < shape.size();
    return inside ? y * shape.size() + x : -1;
  }
}
