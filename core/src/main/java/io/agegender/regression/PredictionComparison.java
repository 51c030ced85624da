package io.agegender.regression;

import io.agegender.score.CropMode;
import io.agegender.score.Prediction;
import io.agegender.score.PredictionSet;
import io.agegender.score.metrics.ConfusionMatrix;
import io.agegender.score.metrics.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Predictions of one crop mode next to those made again.
 *
 * @param what such as {@code test faces aligned, oversample crops}
 * @param faces how many were predicted
 * @param others how many of them have other probabilities
 * @param otherClasses how many of them are now put into another class
 * @param largest the largest difference of two probabilities
 * @param accuracyBefore a fraction
 * @param accuracyNow a fraction
 */
public record PredictionComparison(
    String what,
    int faces,
    int others,
    int otherClasses,
    double largest,
    double accuracyBefore,
    double accuracyNow) {

  /**
   * Compares each crop mode that both have.
   *
   * @throws IllegalArgumentException if the faces are others
   */
  public static List<PredictionComparison> of(PredictionSet before, PredictionSet now) {
    List<PredictionComparison> comparisons = new ArrayList<>();
    before
        .predictions()
        .forEach(
            (mode, list) -> {
              List<Prediction> again = now.predictions().get(mode);
              if (again != null) {
                comparisons.add(of(before, mode, list, again));
              }
            });
    return comparisons;
  }

  private static PredictionComparison of(
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
    return new PredictionComparison(
        "%s faces %s, %s crops"
            .formatted(set.header().subset().key(), set.header().testAlignment().key(), mode.key()),
        before.size(),
        others,
        otherClasses,
        largest,
        accuracy(set, before),
        accuracy(set, now));
  }

  private static double accuracy(PredictionSet set, List<Prediction> predictions) {
    return Metrics.of(ConfusionMatrix.of(set.header().run().target(), predictions)).accuracy();
  }

  /** Whether every bit is the same. */
  public boolean isIdentical() {
    return others == 0;
  }

  @Override
  public String toString() {
    return isIdentical()
        ? String.format(
            Locale.ROOT, "%s: all %d identical, accuracy %.4f", what, faces, accuracyNow)
        : String.format(
            Locale.ROOT,
            "%s: %d of %d differ, %d in the class, largest difference of a probability %.3g,"
                + " accuracy %.4f, now %.4f",
            what,
            others,
            faces,
            otherClasses,
            largest,
            accuracyBefore,
            accuracyNow);
  }
}
