package io.agegender.regression;

import io.agegender.network.LayerSpan;
import io.agegender.training.FloatChunks;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Parameters next to parameters made again.
 *
 * @param before SHA-256 of those before, hexadecimal
 * @param now SHA-256 of those made again
 * @param layers every layer in the order of the vector; empty if the hashes are the same, or if one
 *     side is known by its hash alone
 */
public record ParameterComparison(String before, String now, List<LayerDifference> layers) {
  public ParameterComparison {
    layers = List.copyOf(layers);
  }

  /**
   * Compares layer by layer, if the hashes differ.
   *
   * @param layers where the layers lie in both
   * @throws IllegalArgumentException if the lengths differ
   */
  public static ParameterComparison of(
      FloatChunks before, FloatChunks now, List<LayerSpan> layers) {
    String hashBefore = before.sha256();
    String hashNow = now.sha256();
    if (before.length() != now.length()) {
      throw new IllegalArgumentException(
          "%d parameters and %d".formatted(before.length(), now.length()));
    }
    List<LayerDifference> differences = new ArrayList<>();
    if (!hashBefore.equals(hashNow)) {
      for (LayerSpan layer : layers) {
        differences.add(difference(before, now, layer));
      }
    }
    return new ParameterComparison(hashBefore, hashNow, differences);
  }

  /** Compares what is known by its hash alone. */
  public static ParameterComparison ofHashes(String before, String now) {
    return new ParameterComparison(before, now, List.of());
  }

  /** Whether every bit is the same. */
  public boolean isIdentical() {
    return before.equals(now);
  }

  /** The relative L2 difference over the layer that differs most; 0 if identical. */
  public double largestRelativeL2() {
    if (isIdentical()) {
      return 0;
    }
    return layers.stream()
        .mapToDouble(LayerDifference::relativeL2)
        .max()
        .orElse(Double.POSITIVE_INFINITY);
  }

  private static LayerDifference difference(FloatChunks a, FloatChunks b, LayerSpan layer) {
    int chunk = FloatChunks.chunkFloats(a.length());
    long others = 0;
    double largest = 0;
    double squares = 0;
    double norm = 0;
    long end = layer.first() + layer.count();
    long at = layer.first();
    while (at < end) {
      int number = Math.toIntExact(at / chunk);
      int offset = Math.toIntExact(at % chunk);
      int count = (int) Math.min(end - at, (long) chunk - offset);
      FloatBuffer before = FloatChunks.floats(a.chunks().get(number));
      FloatBuffer now = FloatChunks.floats(b.chunks().get(number));
      for (int i = offset; i < offset + count; i++) {
        float x = before.get(i);
        double difference = Math.abs((double) now.get(i) - x);
        others += Float.floatToRawIntBits(x) == Float.floatToRawIntBits(now.get(i)) ? 0 : 1;
        // NaN stays NaN, which no band holds.
        largest = Math.max(largest, difference);
        squares += difference * difference;
        norm += (double) x * x;
      }
      at += count;
    }
    double relative = squares == 0 ? 0 : Math.sqrt(squares / norm);
    return new LayerDifference(layer.layer(), layer.count(), others, largest, relative);
  }
}
