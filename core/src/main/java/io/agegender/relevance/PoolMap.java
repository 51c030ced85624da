package io.agegender.relevance;

/**
 * Pooling with Caffe's sizes: rounded up, windows cut at the edge, a last window that starts in the
 * padding behind the picture dropped.
 */
final class PoolMap {
  /**
   * Sizes in pixels.
   *
   * @param channels of input and output
   * @param maximum the largest value of a window, else the mean over it, padding counted
   */
  record Shape(
      int channels, int height, int width, int kernel, int stride, int pad, boolean maximum) {
    int outHeight() {
      return out(height);
    }

    int outWidth() {
      return out(width);
    }

    private int out(int size) {
      int rounded = (size + 2 * pad - kernel + stride - 1) / stride + 1;
      return pad > 0 && (rounded - 1) * stride >= size + pad ? rounded - 1 : rounded;
    }
  }

  private final Shape shape;

  PoolMap(Shape shape) {
    this.shape = shape;
  }

  /** Work on one window: its output, and the pixels of the picture in it. */
  @FunctionalInterface
  private interface Window {
    void see(int output, int channel, int top, int bottom, int left, int right, int area);
  }

  private void eachWindow(Window window) {
    int rows = shape.outHeight();
    int columns = shape.outWidth();
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int row = 0; row < rows; row++) {
        int y = row * shape.stride() - shape.pad();
        int bottom = Math.min(y + shape.kernel(), shape.height() + shape.pad());
        for (int column = 0; column < columns; column++) {
          int x = column * shape.stride() - shape.pad();
          int right = Math.min(x + shape.kernel(), shape.width() + shape.pad());
          window.see(
              (channel * rows + row) * columns + column,
              channel,
              Math.max(y, 0),
              Math.min(bottom, shape.height()),
              Math.max(x, 0),
              Math.min(right, shape.width()),
              (bottom - y) * (right - x));
        }
      }
    }
  }

  /** The largest value or the mean of each window. */
  float[] forward(float[] x) {
    float[] out = new float[shape.channels() * shape.outHeight() * shape.outWidth()];
    eachWindow(
        (output, channel, top, bottom, left, right, area) ->
            out[output] =
                shape.maximum()
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
          if (!proportional && shape.maximum()) {
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
          if (shape.maximum()) {
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
    return (channel * shape.height() + y) * shape.width() + x;
  }
}
