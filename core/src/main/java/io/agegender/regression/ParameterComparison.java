// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression;

import io.agegender.network.LayerSpan;
import io.agegender.training.FloatChunks;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Locale;

/** Compares parameters with those made again, layer by layer. */
public final class ParameterComparison {
  private ParameterComparison() {}

  /**
   * Each layer that differs, in the order of the vector, by its relative L2 difference: the L2 norm
   * of the differences as a share of the norm before, infinite if that is 0.
   *
   * @param layers where the layers lie in both
   * @throws IllegalArgumentException if the lengths differ
   */
  public static List<Deviation> of(FloatChunks before, FloatChunks now, List<LayerSpan> layers) {
    if (before.length() != now.length()) {
      throw new IllegalArgumentException(
          "%d parameters and %d".formatted(before.length(), now.length()));
    }
    return layers.stream().flatMap(layer -> of(before, now, layer).stream()).toList();
  }

  /** Compares what is known by its SHA-256 alone. */
  public static List<Deviation> ofHashes(String before, String now) {
    return before.equals(now)
        ? List.of()
        : List.of(
            new Deviation(
                Measure.Kind.PARAMETERS.of("all layers"),
                "those before are known by their hash alone",
                Double.POSITIVE_INFINITY));
  }

  private static List<Deviation> of(FloatChunks a, FloatChunks b, LayerSpan layer) {
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
        // NaN stays NaN, which no tolerance holds.
        largest = Math.max(largest, difference);
        squares += difference * difference;
        norm += (double) x * x;
      }
      at += count;
    }
    double relative = squares == 0 ? 0 : Math.sqrt(squares / norm);
    String text = "%-24s %,13d of %,13d differ, largest %.3g, relative L2 %.3g";
    return others == 0
        ? List.of()
        : List.of(
            new Deviation(
                Measure.Kind.PARAMETERS.of(layer.layer()),
                String.format(
                    Locale.ROOT, text, layer.layer(), others, layer.count(), largest, relative),
                relative));
  }
}
