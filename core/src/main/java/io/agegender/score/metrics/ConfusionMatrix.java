// SPDX-License-Identifier: Apache-2.0
package io.agegender.score.metrics;

import io.agegender.adience.ClassLabels;
import io.agegender.adience.Target;
import io.agegender.score.Prediction;
import java.util.Arrays;

/**
 * How often each class was predicted for each true class. As in the original's result files, ROWS
 * are predictions and COLUMNS are true classes. Immutable.
 */
public final class ConfusionMatrix {
  private final ClassLabels classes;
  private final long[][] counts;
  private final long total;

  private ConfusionMatrix(ClassLabels classes, long[][] counts) {
    this.classes = classes;
    this.counts = counts;
    this.total = Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
  }

  /**
   * @param counts {@code counts[prediction][truth]}, square, as large as there are classes, none
   *     negative; copied
   * @throws IllegalArgumentException if the shape is another, or a count is negative
   */
  public static ConfusionMatrix of(ClassLabels classes, long[][] counts) {
    int size = classes.count();
    boolean square =
        counts.length == size && Arrays.stream(counts).allMatch(row -> row.length == size);
    if (!square) {
      throw new IllegalArgumentException(
          "a confusion matrix of %s has %d rows of %d counts"
              .formatted(classes.target().key(), size, size));
    }
    if (Arrays.stream(counts).flatMapToLong(Arrays::stream).anyMatch(c -> c < 0)) {
      throw new IllegalArgumentException("a confusion matrix has no negative counts");
    }
    return new ConfusionMatrix(
        classes, Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new));
  }

  /** Counts the predictions' first maxima. */
  public static ConfusionMatrix of(ClassLabels classes, Iterable<Prediction> predictions) {
    long[][] counts = new long[classes.count()][classes.count()];
    for (Prediction p : predictions) {
      counts[p.predicted()][p.label()]++;
    }
    return new ConfusionMatrix(classes, counts);
  }

  public Target target() {
    return classes.target();
  }

  /** What is counted. */
  public ClassLabels classes() {
    return classes;
  }

  /** How often {@code prediction} was said of a face of class {@code truth}. */
  public long count(int prediction, int truth) {
    return counts[prediction][truth];
  }

  /** How often a class was predicted: the sum of its row. */
  public long predicted(int prediction) {
    return Arrays.stream(counts[prediction]).sum();
  }

  /** How many faces of a class there are: the sum of its column. */
  public long labelled(int truth) {
    return Arrays.stream(counts).mapToLong(row -> row[truth]).sum();
  }

  /** How many predictions are at most {@code tolerance} classes away from the truth. */
  public long hits(int tolerance) {
    long hits = 0;
    for (int prediction = 0; prediction < counts.length; prediction++) {
      for (int truth = 0; truth < counts.length; truth++) {
        hits += Math.abs(prediction - truth) <= tolerance ? counts[prediction][truth] : 0;
      }
    }
    return hits;
  }

  /** The number of predictions. */
  public long total() {
    return total;
  }

  /** The sum of both; the predictions of two folds counted together. */
  public ConfusionMatrix plus(ConfusionMatrix other) {
    if (!other.classes.equals(classes)) {
      throw new IllegalArgumentException(
          "cannot add confusion matrices of %s (%s) and %s (%s)"
              .formatted(
                  target().key(), classes.text(), other.target().key(), other.classes.text()));
    }
    long[][] sum = counts();
    for (int prediction = 0; prediction < sum.length; prediction++) {
      for (int truth = 0; truth < sum.length; truth++) {
        sum[prediction][truth] += other.counts[prediction][truth];
      }
    }
    return new ConfusionMatrix(classes, sum);
  }

  /** A copy: {@code counts()[prediction][truth]}. */
  public long[][] counts() {
    return Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConfusionMatrix that
        && classes.equals(that.classes)
        && Arrays.deepEquals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return 31 * classes.hashCode() + Arrays.deepHashCode(counts);
  }

  @Override
  public String toString() {
    return "%s, rows = prediction, columns = truth: %s"
        .formatted(target().key(), Arrays.deepToString(counts));
  }
}
