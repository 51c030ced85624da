// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression;

import io.agegender.regression.Reproduction.Part;
import io.agegender.score.CropMode;
import io.agegender.score.Prediction;
import io.agegender.score.PredictionSet;
import io.agegender.score.metrics.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Compares predictions with those made again. */
public final class PredictionComparison {
  private PredictionComparison() {}

  /**
   * Compares each crop mode that both have, by the largest difference of two probabilities.
   *
   * @throws IllegalArgumentException if the faces are others
   */
  public static List<Part> of(PredictionSet before, PredictionSet now) {
    List<Part> parts = new ArrayList<>();
    before
        .predictions()
        .forEach(
            (mode, list) -> {
              List<Prediction> again = now.predictions().get(mode);
              if (again != null) {
                parts.add(of(before, mode, list, again));
              }
            });
    return parts;
  }

  private static Part of(
      PredictionSet set, CropMode mode, List<Prediction> before, List<Prediction> now) {
    if (before.size() != now.size()) {
      throw new IllegalArgumentException(
          "%d predictions and %d".formatted(before.size(), now.size()));
    }
    int others = 0;
    int otherClasses = 0;
    double largest = 0;
    for (int i = 0; i < before.size(); i++) {
      Prediction a = before.get(i);
      Prediction b = now.get(i);
      if (a.face() != b.face()) {
        throw new IllegalArgumentException(
            "row %d is face %d and face %d".formatted(i, a.face(), b.face()));
      }
      others += a.equals(b) ? 0 : 1;
      otherClasses += a.predicted() == b.predicted() ? 0 : 1;
      for (int c = 0; c < a.probabilities().length; c++) {
        largest = Math.max(largest, Math.abs((double) a.probabilities()[c] - b.probabilities()[c]));
      }
    }
    Measure measure =
        Measure.Kind.PROBABILITIES.of(
            "%s faces %s, %s crops"
                .formatted(
                    set.header().subset().key(), set.header().testAlignment().key(), mode.key()));
    String text = "%d differ, %d in the class, largest difference of a probability %.3g";
    return new Part(
        measure.toString(),
        String.format(
            Locale.ROOT,
            "%d faces, accuracy %.4f, before %.4f",
            now.size(),
            accuracy(set, now),
            accuracy(set, before)),
        others == 0
            ? List.of()
            : List.of(
                new Deviation(
                    measure,
                    String.format(Locale.ROOT, text, others, otherClasses, largest),
                    largest)));
  }

  private static double accuracy(PredictionSet set, List<Prediction> predictions) {
    return Metrics.of(set.header().run().classes(), predictions).accuracy();
  }
}
