// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance.rule;

import io.agegender.network.definition.BlobShape;
import io.agegender.network.definition.LayerDefinition.LocalResponseNorm;

/**
 * Local response normalisation across channels, y_c = x_c s_c^-beta with s_c = k + (alpha / size)
 * sum of x_m^2 over the channels m around c.
 */
public final class LrnMap {
  private final int channels;
  private final int size;
  private final int area;
  private final int half;
  private final double weight;
  private final double beta;
  private final double k;

  public LrnMap(BlobShape in, LocalResponseNorm layer) {
    this.channels = in.channels();
    this.size = in.size();
    this.area = size * size;
    this.half = layer.size() / 2;
    this.weight = layer.alpha() / layer.size();
    this.beta = layer.beta();
    this.k = layer.k();
  }

  public float[] forward(float[] x) {
    float[] out = new float[x.length];
    forward(x, Patch.whole(size), out);
    return out;
  }

  /** Computes a rectangle of outputs into their place; they depend on the same one of inputs. */
  public void forward(float[] x, Patch patch, float[] out) {
    patch.eachRun(
        channels,
        size,
        (first, count) -> {
          for (int i = first; i < first + count; i++) {
            out[i] = (float) (x[i] * Math.pow(scale(x, i), -beta));
          }
        });
  }

  /** Relevance of the inputs. */
  public float[] relevance(float[] x, float[] r, LrnRule rule, LayerLedger ledger) {
    if (rule == LrnRule.IDENTITY) {
      return r.clone();
    }
    double[] scale = scale(x);
    double[] in = new double[x.length];
    double[] message = new double[2 * half + 1];
    for (int i = 0; i < x.length; i++) {
      if (r[i] == 0) {
        continue;
      }
      int first = firstNeighbour(i);
      int count = lastNeighbour(i) - first + 1;
      double total = 0;
      double slope = -2 * weight * beta * Math.pow(scale[i], -beta - 1) * x[i];
      for (int n = 0; n < count; n++) {
        int at = at(first + n, i);
        double own = x[at];
        message[n] = at == i ? own * Math.pow(k + weight * own * own, -beta) : slope * own * own;
        total += message[n];
      }
      for (int n = 0; n < count; n++) {
        int at = at(first + n, i);
        double share = rule == LrnRule.TOOLBOX ? 1 : 1 / total;
        in[at] +=
            total == 0 && rule == LrnRule.TAYLOR ? (at == i ? r[i] : 0) : message[n] * share * r[i];
      }
    }
    float[] result = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      result[i] = (float) in[i];
    }
    if (rule == LrnRule.TOOLBOX) {
      ledger.book(Destination.LRN, Floats.sum(r) - Floats.sum(result));
    }
    return result;
  }

  /** Gradient at the input. */
  public float[] gradient(float[] x, float[] g) {
    double[] scale = scale(x);
    double[] pull = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      pull[i] = -2 * weight * beta * g[i] * x[i] * Math.pow(scale[i], -beta - 1);
    }
    float[] in = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      double sum = 0;
      for (int c = firstNeighbour(i); c <= lastNeighbour(i); c++) {
        sum += pull[at(c, i)];
      }
      in[i] = (float) (g[i] * Math.pow(scale[i], -beta) + sum * x[i]);
    }
    return in;
  }

  private double[] scale(float[] x) {
    double[] scale = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      scale[i] = scale(x, i);
    }
    return scale;
  }

  private double scale(float[] x, int i) {
    double squares = 0;
    for (int c = firstNeighbour(i); c <= lastNeighbour(i); c++) {
      double value = x[at(c, i)];
      squares += value * value;
    }
    return k + weight * squares;
  }

  private int firstNeighbour(int i) {
    return Math.max(0, i / area - half);
  }

  private int lastNeighbour(int i) {
    return Math.min(channels - 1, i / area + half);
  }

  /** The same place in another channel. */
  private int at(int channel, int i) {
    return channel * area + i % area;
  }
}
