// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.kernel.host;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Local response normalisation across channels, on tiles: all channels of one picture at a run of
 * positions that fits the cache. The inner loops run over positions, without branches, so that the
 * just-in-time compiler makes vector instructions of them.
 */
public final class LrnKernel {
  /** Positions in a tile: four rows each of 192 channels are 384 KiB. */
  private static final int POSITIONS = 128;

  private final int pictures;
  private final int channels;
  private final int area;
  private final int half;
  private final float weight;
  private final float beta;
  private final float offset;

  /**
   * The factors of {@code s = k + alpha / size * sum(x^2)}.
   *
   * @param size channels in the sum, odd
   * @param beta exponent of s, with the other sign
   */
  public record Factors(int size, double alpha, double beta, double k) {}

  /**
   * @param shape (N, C, H, W)
   */
  public LrnKernel(long[] shape, Factors factors) {
    this.pictures = Math.toIntExact(shape[0]);
    this.channels = Math.toIntExact(shape[1]);
    this.area = Math.toIntExact(shape[2] * shape[3]);
    this.half = factors.size() / 2;
    this.weight = (float) (factors.alpha() / factors.size());
    this.beta = (float) factors.beta();
    this.offset = (float) factors.k();
  }

  /** Writes {@code y_i = x_i s_i^-beta}. */
  public void forward(INDArray x, INDArray y) {
    HostFloats in = HostFloats.of(x);
    HostFloats out = HostFloats.of(y);
    Threads.split(tiles(), (from, to) -> new Worker().forward(in, out, from, to));
    out.written();
  }

  /**
   * Writes {@code dx_i = dy_i s_i^-beta - 2 weight beta x_i sum_j dy_j x_j s_j^(-beta - 1)}, where
   * j are the neighbours of channel i.
   */
  public void backward(INDArray x, INDArray dy, INDArray dx) {
    HostFloats in = HostFloats.of(x);
    HostFloats gradient = HostFloats.of(dy);
    HostFloats out = HostFloats.of(dx);
    Threads.split(tiles(), (from, to) -> new Worker().backward(in, gradient, out, from, to));
    out.written();
  }

  private int tiles() {
    return pictures * tilesPerPicture();
  }

  private int tilesPerPicture() {
    return (area + POSITIONS - 1) / POSITIONS;
  }

  /** One thread and its memory: rows of positions, one for each channel. */
  private final class Worker {
    private final float[][] input = new float[channels][POSITIONS];
    private final float[][] squares = new float[channels][POSITIONS];
    private final float[][] ratios = new float[channels][POSITIONS];
    private final float[][] result = new float[channels][POSITIONS];
    private final float[] sum = new float[POSITIONS];
    private final float[] power = new float[POSITIONS];
    private int start;
    private int length;

    void forward(HostFloats x, HostFloats y, int from, int to) {
      for (int tile = from; tile < to; tile++) {
        load(x, tile);
        for (int channel = 0; channel < channels; channel++) {
          scale(channel);
          multiply(input[channel], power, result[channel], length);
          y.write(start + channel * area, result[channel], length);
        }
      }
    }

    void backward(HostFloats x, HostFloats dy, HostFloats dx, int from, int to) {
      for (int tile = from; tile < to; tile++) {
        load(x, tile);
        for (int channel = 0; channel < channels; channel++) {
          scale(channel);
          float[] scaled = result[channel];
          dy.read(start + channel * area, scaled, length);
          multiply(scaled, power, scaled, length);
          ratio(scaled, input[channel], sum, ratios[channel], length);
        }
        for (int channel = 0; channel < channels; channel++) {
          sumAround(ratios, channel);
          subtract(result[channel], 2 * weight * beta, input[channel], sum, length);
          dx.write(start + channel * area, result[channel], length);
        }
      }
    }

    private void load(HostFloats x, int tile) {
      int position = tile % tilesPerPicture() * POSITIONS;
      length = Math.min(POSITIONS, area - position);
      start = tile / tilesPerPicture() * channels * area + position;
      for (int channel = 0; channel < channels; channel++) {
        x.read(start + channel * area, input[channel], length);
        multiply(input[channel], input[channel], squares[channel], length);
      }
    }

    /** Puts s of a channel into {@link #sum} and its power -beta into {@link #power}. */
    private void scale(int channel) {
      sumAround(squares, channel);
      affine(sum, weight, offset, length);
      if (beta == 0.75f) {
        powerOfThreeQuarters(sum, power, length);
      } else {
        power(sum, -beta, power, length);
      }
    }

    /** Puts the sum of the rows around a channel into {@link #sum}. */
    private void sumAround(float[][] rows, int channel) {
      Arrays.fill(sum, 0, length, 0);
      int last = Math.min(channels - 1, channel + half);
      for (int row = Math.max(0, channel - half); row <= last; row++) {
        add(sum, rows[row], length);
      }
    }
  }

  private static void multiply(float[] a, float[] b, float[] into, int length) {
    for (int i = 0; i < length; i++) {
      into[i] = a[i] * b[i];
    }
  }

  private static void add(float[] into, float[] a, int length) {
    for (int i = 0; i < length; i++) {
      into[i] += a[i];
    }
  }

  private static void affine(float[] values, float factor, float offset, int length) {
    for (int i = 0; i < length; i++) {
      values[i] = offset + factor * values[i];
    }
  }

  private static void ratio(float[] a, float[] b, float[] divisor, float[] into, int length) {
    for (int i = 0; i < length; i++) {
      into[i] = a[i] * b[i] / divisor[i];
    }
  }

  private static void subtract(float[] from, float factor, float[] a, float[] b, int length) {
    for (int i = 0; i < length; i++) {
      from[i] -= factor * a[i] * b[i];
    }
  }

  /** {@code s^-0.75} out of square roots, which are vector instructions and rounded correctly. */
  private static void powerOfThreeQuarters(float[] s, float[] into, int length) {
    for (int i = 0; i < length; i++) {
      float root = (float) Math.sqrt(s[i]);
      into[i] = 1 / (root * (float) Math.sqrt(root));
    }
  }

  private static void power(float[] s, float exponent, float[] into, int length) {
    for (int i = 0; i < length; i++) {
      into[i] = (float) Math.pow(s[i], exponent);
    }
  }
}
