// SPDX-License-Identifier: Apache-2.0
package io.agegender.score.metrics;

import io.agegender.adience.ClassLabels;
import io.agegender.adience.Target;
import io.agegender.score.Prediction;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The figures of one set of predictions; all of them follow from the confusion matrix.
 *
 * @param confusion rows = prediction, columns = truth
 * @param accuracy hits / predictions, 0..1
 * @param oneOff the share of predictions at most one class away from the truth, 0..1; age only,
 *     because with two classes it is always 1
 * @param meanAbsoluteClassError the mean distance between predicted and true class, in classes
 * @param classes per class, by class index
 */
public record Metrics(
    ConfusionMatrix confusion,
    double accuracy,
    OptionalDouble oneOff,
    double meanAbsoluteClassError,
    List<ClassMetrics> classes) {

  /**
   * @throws IllegalArgumentException if the matrix is empty
   */
  public static Metrics of(ConfusionMatrix confusion) {
    if (confusion.total() == 0) {
      throw new IllegalArgumentException("no predictions, no metrics");
    }
    int size = confusion.classes().count();
    long distance = 0;
    for (int prediction = 0; prediction < size; prediction++) {
      for (int truth = 0; truth < size; truth++) {
        distance += Math.abs(prediction - truth) * confusion.count(prediction, truth);
      }
    }
    double total = confusion.total();
    return new Metrics(
        confusion,
        confusion.hits(0) / total,
        confusion.target() == Target.AGE
            ? OptionalDouble.of(confusion.hits(1) / total)
            : OptionalDouble.empty(),
        distance / total,
        IntStream.range(0, size).mapToObj(c -> ClassMetrics.of(confusion, c)).toList());
  }

  /** The metrics of every prediction: a face that is listed twice counts twice, as published. */
  public static Metrics of(ClassLabels classes, List<Prediction> predictions) {
    return of(ConfusionMatrix.of(classes, predictions));
  }

  /** The number of predictions. */
  public long rows() {
    return confusion.total();
  }
}
