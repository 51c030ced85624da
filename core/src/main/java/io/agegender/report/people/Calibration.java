// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.people;

import io.agegender.score.Prediction;
import java.util.ArrayList;
import java.util.List;

/**
 * How often a network is right when it is so sure: predictions in ten bins by the probability of
 * the predicted class.
 *
 * @param bins from 0 to 1, the empty ones, too
 * @param error the expected calibration error, 0 to 1: the mean over all predictions of the
 *     distance between mean probability and accuracy of the prediction's bin
 */
public record Calibration(List<Bin> bins, double error) {
  private static final int BINS = 10;

  /**
   * One bin.
   *
   * @param from the least probability in it
   * @param to where the next one begins
   * @param count of predictions
   * @param probability their mean, 0 if there is none
   * @param accuracy their share of right ones, 0 if there is none
   */
  public record Bin(double from, double to, long count, double probability, double accuracy) {}

  /** The calibration of predictions. */
  static Calibration of(List<Prediction> predictions) {
    long[] counts = new long[BINS];
    long[] right = new long[BINS];
    double[] sums = new double[BINS];
    for (Prediction prediction : predictions) {
      double sure = prediction.probabilities()[prediction.predicted()];
      int bin = Math.min(BINS - 1, (int) (sure * BINS));
      counts[bin]++;
      sums[bin] += sure;
      right[bin] += prediction.predicted() == prediction.label() ? 1 : 0;
    }
    List<Bin> bins = new ArrayList<>();
    double error = 0;
    for (int bin = 0; bin < BINS; bin++) {
      double count = Math.max(1, counts[bin]);
      bins.add(
          new Bin(
              bin / (double) BINS,
              (bin + 1) / (double) BINS,
              counts[bin],
              sums[bin] / count,
              right[bin] / count));
      error += Math.abs(sums[bin] - right[bin]) / Math.max(1, predictions.size());
    }
    return new Calibration(List.copyOf(bins), error);
  }
}
