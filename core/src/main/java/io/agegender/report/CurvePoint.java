// SPDX-License-Identifier: Apache-2.0
package io.agegender.report;

import java.util.OptionalDouble;

/**
 * One point of a learning curve.
 *
 * @param iteration minibatches trained
 * @param trainLoss mean cross entropy of the training minibatches, in nats
 * @param validationAccuracy a fraction
 * @param testAccuracy a fraction
 */
public record CurvePoint(
    long iteration,
    OptionalDouble trainLoss,
    OptionalDouble validationAccuracy,
    OptionalDouble testAccuracy) {

  /** A point without values. */
  public static CurvePoint of(long iteration) {
    return new CurvePoint(
        iteration, OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
  }

  /** The same point with a training loss. */
  public CurvePoint withTrainLoss(double loss) {
    return new CurvePoint(iteration, OptionalDouble.of(loss), validationAccuracy, testAccuracy);
  }

  /** The same point with a validation accuracy. */
  public CurvePoint withValidationAccuracy(double accuracy) {
    return new CurvePoint(iteration, trainLoss, OptionalDouble.of(accuracy), testAccuracy);
  }

  /** The same point with a test accuracy. */
  public CurvePoint withTestAccuracy(double accuracy) {
    return new CurvePoint(iteration, trainLoss, validationAccuracy, OptionalDouble.of(accuracy));
  }

  /** This point with the values of another one of the same iteration where that has some. */
  public CurvePoint with(CurvePoint other) {
    return new CurvePoint(
        iteration,
        first(other.trainLoss, trainLoss),
        first(other.validationAccuracy, validationAccuracy),
        first(other.testAccuracy, testAccuracy));
  }

  private static OptionalDouble first(OptionalDouble a, OptionalDouble b) {
    return a.isPresent() ? a : b;
  }
}
