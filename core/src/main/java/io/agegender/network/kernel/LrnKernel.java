package io.agegender.network.kernel;

import io.agegender.network.layer.LocalResponseNorm;
import java.util.Arrays;

/**
 * The arithmetic of {@link LocalResponseNorm}, on tiles: all channels of one picture at a run of
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

  /**
   * @param shape (N, C, H, W)
   */
  public LrnKernel(long[] shape, int size, double alpha, double beta) {
    this.pictures = Math.toIntExact(shape[0]);
    this.channels = Math.toIntExact(shape[1]);
    this.area = Math.toIntExact(shape[2] * shape[3]);
    this.half = size / 2;
    this.weight = (float) (alpha / size);
    this.beta = (float) beta;
  }

  /** Writes {@code y_i = x_i s_i^-beta}. */
  public void forward(HostFloats x, HostFloats y) {
    Threads.split(tiles(), (from, to) -> new Worker().forward(x, y, from, to));
  }

  /**
   * Writes {@code dx_i = dy_i s_i^-beta - 2 weight beta x_i sum_j dy_j x_j s_j^(-beta - 1)}, where
   * j are the neighbours of channel i.
   */
  public void backward(HostFloats x, HostFloats dy, HostFloats dx) {
    Threads.split(tiles(), (from, to) -> new Worker().backward(x, dy, dx, from, to));
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

    public void forward(HostFloats x, HostFloats y, int from, int to) {
      for (int tile = from; tile < to; tile++) {
        load(x, tile);
        for (int channel = 0; channel < channels; channel++) {
          scale(channel);
          multiply(input[channel], power, result[channel], length);
          y.write(start + channel * area, result[channel], length);
        }
      }
    }

    public void backward(HostFloats x, HostFloats dy, HostFloats dx, int from, int to) {
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
      affine(sum, weight, 1, length);
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
