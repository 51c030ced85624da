package io.agegender.relevance;

import io.agegender.network.definition.BlobShape;
import io.agegender.network.definition.LayerDefinition.Pooling;
import io.agegender.network.definition.Window;

/** Pooling with Caffe's sizes: rounded up, windows cut at the edge. */
final class PoolMap {
  private final int channels;
  private final int size;
  private final int outSize;
  private final Window window;
  private final boolean maximum;

  /**
   * For one layer.
   *
   * @param in shape of the input
   * @param outSize height and width of the output
   */
  PoolMap(BlobShape in, int outSize, Pooling pooling) {
    this.channels = in.channels();
    this.size = in.size();
    this.outSize = outSize;
    this.window = pooling.window();
    this.maximum = pooling.method() == Pooling.Method.MAX;
  }

  /** Work on one window: its output, and the pixels of the picture in it. */
  @FunctionalInterface
  private interface Sight {
    void see(int output, int channel, int top, int bottom, int left, int right, int area);
  }

  private void eachWindow(Sight sight) {
    int pad = window.pad();
    for (int channel = 0; channel < channels; channel++) {
      for (int row = 0; row < outSize; row++) {
        int y = row * window.stride() - pad;
        int bottom = Math.min(y + window.kernel(), size + pad);
        for (int column = 0; column < outSize; column++) {
          int x = column * window.stride() - pad;
          int right = Math.min(x + window.kernel(), size + pad);
          sight.see(
              (channel * outSize + row) * outSize + column,
              channel,
              Math.max(y, 0),
              Math.min(bottom, size),
              Math.max(x, 0),
              Math.min(right, size),
              (bottom - y) * (right - x));
        }
      }
    }
  }

  /** The largest value or the mean of each window. */
  float[] forward(float[] x) {
    float[] out = new float[channels * outSize * outSize];
    eachWindow(
        (output, channel, top, bottom, left, right, area) ->
            out[output] =
                maximum
                    ? x[winner(x, channel, top, bottom, left, right)]
                    : (float) (sum(x, channel, top, bottom, left, right) / area));
    return out;
  }

  /**
   * Relevance to the first of the largest values of each window (maximum), or in proportion to the
   * values (mean, and maximum if it is treated like one).
   *
   * @param proportional in proportion to the values, whatever the pooling
   * @param toolbox a window whose values sum to nearly 0 gives the values themselves
   */
  float[] relevance(
      float[] x, float[] r, boolean proportional, boolean toolbox, LayerLedger ledger) {
    float[] in = new float[x.length];
    double[] lost = new double[1];
    eachWindow(
        (output, channel, top, bottom, left, right, area) -> {
          if (!proportional && maximum) {
            in[winner(x, channel, top, bottom, left, right)] += r[output];
            return;
          }
          double sum = sum(x, channel, top, bottom, left, right);
          double share = r[output] / sum;
          if (toolbox && Math.abs(sum) < 1e-6) {
            share = 1;
            lost[0] += r[output] - sum;
          } else if (sum == 0) {
            lost[0] += r[output];
            return;
          }
          spread(in, x, share, channel, top, bottom, left, right);
        });
    ledger.book(Destination.ZERO, lost[0]);
    return in;
  }

  /** Gradient at the input. */
  float[] gradient(float[] x, float[] g) {
    float[] in = new float[x.length];
    float[] ones = Floats.filled(x.length, 1);
    eachWindow(
        (output, channel, top, bottom, left, right, area) -> {
          if (maximum) {
            in[winner(x, channel, top, bottom, left, right)] += g[output];
          } else {
            spread(in, ones, (double) g[output] / area, channel, top, bottom, left, right);
          }
        });
    return in;
  }

  private void spread(
      float[] into,
      float[] x,
      double share,
      int channel,
      int top,
      int bottom,
      int left,
      int right) {
    for (int y = top; y < bottom; y++) {
      for (int i = at(channel, y, left); i < at(channel, y, right); i++) {
        into[i] += (float) (x[i] * share);
      }
    }
  }

  private int winner(float[] x, int channel, int top, int bottom, int left, int right) {
    int best = at(channel, top, left);
    for (int y = top; y < bottom; y++) {
      for (int i = at(channel, y, left); i < at(channel, y, right); i++) {
        if (x[i] > x[best]) {
          best = i;
        }
      }
    }
    return best;
  }

  private double sum(float[] x, int channel, int top, int bottom, int left, int right) {
    double sum = 0;
    for (int y = top; y < bottom; y++) {
      for (int i = at(channel, y, left); i < at(channel, y, right); i++) {
        sum += x[i];
      }
    }
    return sum;
  }

  private int at(int channel, int y, int x) {
    return (channel * size + y) * size + x;
  }
}
