package io.agegender.regression.baseline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * How far each figure of each check may be from the baseline's.
 *
 * @param widths by check and figure; what is missing must be the same to the bit
 * @param origin where they come from, a sentence for the report
 */
public record Bands(Map<String, Map<String, Double>> widths, String origin) {
  /** Every bit must be the same. */
  public static final Bands ZERO =
      new Bands(Map.of(), "zero: on a CPU the same seed, settings and data give the same bits");

  /** What a GPU that was not measured gets. */
  public static final Bands UNMEASURED =
      new Bands(
          Map.of(),
          "zero, though this device does not promise the same bits: it was not measured, see nightly.band.measure");

  public Bands {
    Map<String, Map<String, Double>> copy = new TreeMap<>();
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
    Map<String, Map<String, Double>> widths = new TreeMap<>();
    for (long seed : seeds) {
      List<Check> first = make.apply(seed);
      List<Check> second = make.apply(seed);
      for (int i = 0; i < first.size(); i++) {
        Map<String, Double> others = second.get(i).figures();
        Map<String, Double> band =
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
    return widths.values().stream()
        .flatMap(figures -> figures.values().stream())
        .allMatch(width -> width == 0);
  }

  /** Whether every figure of a check is in its band. */
  boolean hold(Check before, Check now) {
    Map<String, Double> band = widths.getOrDefault(before.name(), Map.of());
    if (band.values().stream().allMatch(width -> width == 0)
        || !before.figures().keySet().equals(now.figures().keySet())) {
      return false;
    }
    // Written so that NaN is never inside.
    return before.figures().entrySet().stream()
        .allMatch(
            figure ->
                Math.abs(figure.getValue() - now.figures().get(figure.getKey()))
                    <= band.getOrDefault(figure.getKey(), 0.0));
  }
}
