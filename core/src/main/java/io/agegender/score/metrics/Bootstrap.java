// SPDX-License-Identifier: Apache-2.0
package io.agegender.score.metrics;

import io.agegender.score.metrics.Outcomes.SubjectTally;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Confidence intervals by resampling subjects. Faces of one subject are alike, so that resampling
 * faces would claim more certainty than there is. Within each fold as many subjects as it has are
 * drawn with replacement; the figure is the unweighted mean of the folds' shares of hits, the same
 * figure as the table's. The interval holds the sampling of subjects, not the training's own
 * randomness.
 *
 * <p>Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), percentile interval,
 * chapter 13.
 *
 * @param resamples how often everything is resampled, at least 100
 * @param confidence the share of resamples inside the interval, above 0 and below 1
 * @param seed of the random numbers; the same seed and tallies give the same interval
 */
public record Bootstrap(int resamples, double confidence, long seed) {
  /**
   * @throws IllegalArgumentException if a value is outside its range
   */
  public Bootstrap {
    if (resamples < 100 || !(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          "bootstrap with %d resamples and confidence %s".formatted(resamples, confidence));
    }
  }

  /**
   * @param folds the subjects of each fold; none empty
   * @throws IllegalArgumentException if there is no fold, or one without subjects
   */
  public Interval interval(List<List<SubjectTally>> folds) {
    if (folds.isEmpty() || folds.stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException("no fold, or a fold without subjects");
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[] means = new double[resamples];
    for (List<SubjectTally> fold : folds) {
      int[] rows = fold.stream().mapToInt(SubjectTally::rows).toArray();
      int[] hits = fold.stream().mapToInt(SubjectTally::hits).toArray();
      for (int r = 0; r < resamples; r++) {
        means[r] += resample(rows, hits, random) / folds.size();
      }
    }
    Arrays.sort(means);
    double tail = (1 - confidence) / 2;
    return new Interval(quantile(means, tail), quantile(means, 1 - tail), confidence);
  }

  private static double resample(int[] rows, int[] hits, SplittableRandom random) {
    long allRows = 0;
    long allHits = 0;
    for (int i = 0; i < rows.length; i++) {
      int drawn = random.nextInt(rows.length);
      allRows += rows[drawn];
      allHits += hits[drawn];
    }
    return (double) allHits / allRows;
  }

  /** Linear between the two nearest order statistics. */
  private static double quantile(double[] sorted, double share) {
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  /**
   * @param lower a fraction
   * @param upper a fraction, not below lower
   * @param confidence the share of resamples between them
   */
  public record Interval(double lower, double upper, double confidence) {}
}
