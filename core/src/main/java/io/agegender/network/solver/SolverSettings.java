// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.solver;

import io.agegender.foundation.error.UsageException;
import io.agegender.network.solver.LearningRatePolicy.Step;
import java.io.Serializable;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/**
 * The settings of one run's solver: stochastic gradient descent with heavy-ball momentum. At
 * iteration i the rate is {@code baseLearningRate * policy.factor(i)}, times the multiplier of each
 * weight or bias.
 *
 * @param baseLearningRate rate before the policy's factor, per minibatch mean; positive
 * @param policy how the rate changes
 * @param momentum share of the last update that is kept, 0 to below 1
 * @param weightDecay factor of the weight in its gradient (biases have none); not negative
 */
public record SolverSettings(
    double baseLearningRate, LearningRatePolicy policy, double momentum, double weightDecay)
    implements Serializable {

  /**
   * @throws UsageException if a value is out of its range
   */
  public SolverSettings {
    require(baseLearningRate > 0, "base learning rate", baseLearningRate, "above 0");
    require(momentum >= 0 && momentum < 1, "momentum", momentum, "from 0 to below 1");
    require(weightDecay >= 0, "weight decay", weightDecay, "0 or more");
  }

  /**
   * With the policy {@code step}, that of the original.
   *
   * @param gamma factor of the rate at each step; above 0
   * @param stepSize iterations between two steps; at least 1
   * @throws UsageException if a value is out of its range
   */
  public SolverSettings(
      double baseLearningRate, double gamma, int stepSize, double momentum, double weightDecay) {
    this(baseLearningRate, new Step(gamma, stepSize), momentum, weightDecay);
  }

  /** The rate at an iteration, from 0, before any multiplier. */
  public double learningRate(int iteration) {
    return baseLearningRate * policy.factor(iteration);
  }

  /**
   * The rate for DL4J. Saved models of the policy {@code step} name DL4J's own class, which does
   * the same.
   *
   * @param multiplier of the base learning rate
   */
  public ISchedule schedule(double multiplier) {
    double base = baseLearningRate * multiplier;
    return policy instanceof Step step
        ? new StepSchedule(ScheduleType.ITERATION, base, step.gamma(), step.stepSize())
        : new PolicySchedule(base, policy);
  }

  static void require(boolean holds, String name, Object value, String range) {
    if (!holds) {
      throw new UsageException("solver: %s is %s; it must be %s".formatted(name, value, range));
    }
  }
}
