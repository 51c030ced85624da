// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression.baseline;

import io.agegender.regression.Measure;
import io.agegender.regression.Tolerance;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * How far each figure of each check may be from the baseline's.
 *
 * @param widths by check and figure; what is missing must be bitwise identical
 * @param origin where they come from, a sentence for the report
 */
public record Bands(Map<String, Map<Measure, Double>> widths, String origin) {
  /** Every bit must be the same. */
  public static final Bands ZERO =
      new Bands(Map.of(), "zero: on a CPU the same seed, settings and data give the same bits");

  /** What the device engine gets without a measurement. */
  public static final Bands SAME_GPU =
      new Bands(
          Map.of(),
          "zero: on the same GPU model and libraries the engine gives the same bits; for a baseline of another model measure the bands, see nightly.band.measure");

  /** What a GPU that was not measured gets. */
  public static final Bands UNMEASURED =
      new Bands(
          Map.of(),
          "zero, though this device does not promise the same bits: it was not measured, see nightly.band.measure");

  public Bands {
    Map<String, Map<Measure, Double>> copy = new TreeMap<>();
    widths.forEach(
        (check, figures) ->
            copy.put(check, Collections.unmodifiableMap(new LinkedHashMap<>(figures))));
    widths = Collections.unmodifiableMap(copy);
  }

  /**
   * Measures the bands: makes the same checks twice with each seed and takes the largest difference
   * of each figure.
   *
   * @param make makes the checks of a seed, anew in each call
   * @param margin what the largest difference is multiplied by, at least 1
   */
  public static Bands measure(List<Long> seeds, double margin, LongFunction<List<Check>> make) {
    Map<String, Map<Measure, Double>> widths = new TreeMap<>();
    for (long seed : seeds) {
      List<Check> first = make.apply(seed);
      List<Check> second = make.apply(seed);
      for (int i = 0; i < first.size(); i++) {
        Map<Measure, Double> others = second.get(i).figures();
        Map<Measure, Double> band =
            widths.computeIfAbsent(first.get(i).name(), n -> new LinkedHashMap<>());
        first
            .get(i)
            .figures()
            .forEach(
                (figure, value) ->
                    band.merge(figure, margin * Math.abs(value - others.get(figure)), Math::max));
      }
    }
    return new Bands(
        widths,
        "measured: the same runs twice with the seeds %s; the largest differences times %s"
            .formatted(seeds, margin));
  }

  /** Whether every width is zero. */
  public boolean isZero() {
    return widths.keySet().stream().allMatch(check -> of(check).isZero());
  }

  /** How far the figures of a check may be from the baseline's. */
  Tolerance of(String check) {
    Map<Measure, Double> band = widths.getOrDefault(check, Map.of());
    return new Tolerance() {
      @Override
      public double width(Measure measure) {
        return band.getOrDefault(measure, 0.0);
      }

      @Override
      public boolean isZero() {
        return band.values().stream().allMatch(width -> width == 0);
      }
    };
  }
}
