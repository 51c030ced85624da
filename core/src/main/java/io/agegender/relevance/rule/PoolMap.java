// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance.rule;

import io.agegender.network.definition.BlobShape;
import io.agegender.network.definition.LayerDefinition.Pooling;
import io.agegender.network.definition.Window;

/** Pooling with Caffe's sizes: rounded up, windows cut at the edge. */
public final class PoolMap {
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
  public PoolMap(BlobShape in, int outSize, Pooling pooling) {
    this.channels = in.channels();
    this.size = in.size();
    this.outSize = outSize;
    this.window = pooling.window();
    this.maximum = pooling.method() == Pooling.Method.MAX;
  }

  /**
   * The part of a window that lies in the picture.
   *
   * @param channel first float of the channel
   * @param top first row, and bottom behind the last one; left and right the same for columns
   * @param area pixels of the window, padding included
   */
  private record Sight(int channel, int top, int bottom, int left, int right, int area) {}

  /** Work on one window, by the place of its output. */
  @FunctionalInterface
  private interface Work {
    void on(int output, Sight sight);
  }

  private void eachWindow(Work work) {
    eachWindow(Patch.whole(outSize), work);
  }

  private void eachWindow(Patch patch, Work work) {
    for (int channel = 0; channel < channels; channel++) {
      for (int row = patch.top(); row < patch.bottom(); row++) {
        int y = window.begin(row);
        int bottom = window.end(row, size);
        for (int column = patch.left(); column < patch.right(); column++) {
          int x = window.begin(column);
          int right = window.end(column, size);
          work.on(
              (channel * outSize + row) * outSize + column,
              new Sight(
                  channel * size * size,
                  Math.max(y, 0),
                  Math.min(bottom, size),
                  Math.max(x, 0),
                  Math.min(right, size),
                  (bottom - y) * (right - x)));
        }
      }
    }
  }

  /** The largest value or the mean of each window. */
  public float[] forward(float[] x) {
    float[] out = new float[channels * outSize * outSize];
    forward(x, Patch.whole(outSize), out);
    return out;
  }

  /** The outputs that depend on a rectangle of inputs. */
  public Patch reach(Patch changed) {
    return changed.seenThrough(window, outSize);
  }

  /** Computes a rectangle of outputs into their place. */
  public void forward(float[] x, Patch patch, float[] out) {
    eachWindow(
        patch,
        (output, sight) ->
            out[output] = maximum ? x[winner(x, sight)] : (float) (sum(x, sight) / sight.area()));
  }

  /** Relevance of the inputs. */
  public float[] relevance(float[] x, float[] r, PoolRule rule, LayerLedger ledger) {
    boolean winner = maximum && rule != PoolRule.PROPORTIONAL;
    float[] in = new float[x.length];
    double[] lost = new double[1];
    eachWindow(
        (output, sight) -> {
          if (winner) {
            in[winner(x, sight)] += r[output];
            return;
          }
          double sum = sum(x, sight);
          double share = r[output] / sum;
          if (rule == PoolRule.TOOLBOX && Math.abs(sum) < 1e-6) {
            share = 1;
            lost[0] += r[output] - sum;
          } else if (sum == 0) {
            lost[0] += r[output];
            return;
          }
          spread(in, x, share, sight);
        });
    ledger.book(Destination.ZERO, lost[0]);
    return in;
  }

  /** Gradient at the input. */
  public float[] gradient(float[] x, float[] g) {
    float[] in = new float[x.length];
    float[] ones = Floats.filled(x.length, 1);
    eachWindow(
        (output, sight) -> {
          if (maximum) {
            in[winner(x, sight)] += g[output];
          } else {
            spread(in, ones, (double) g[output] / sight.area(), sight);
          }
        });
    return in;
  }

  private void spread(float[] into, float[] x, double share, Sight sight) {
    for (int y = sight.top(); y < sight.bottom(); y++) {
      for (int i = at(sight, y, sight.left()); i < at(sight, y, sight.right()); i++) {
        into[i] += (float) (x[i] * share);
      }
    }
  }

  private int winner(float[] x, Sight sight) {
    int best = at(sight, sight.top(), sight.left());
    for (int y = sight.top(); y < sight.bottom(); y++) {
      for (int i = at(sight, y, sight.left()); i < at(sight, y, sight.right()); i++) {
        if (x[i] > x[best]) {
          best = i;
        }
      }
    }
    return best;
  }

  private double sum(float[] x, Sight sight) {
    double sum = 0;
    for (int y = sight.top(); y < sight.bottom(); y++) {
      for (int i = at(sight, y, sight.left()); i < at(sight, y, sight.right()); i++) {
        sum += x[i];
      }
    }
    return sum;
  }

  private int at(Sight sight, int y, int x) {
    return sight.channel() + y * size + x;
  }
}
