package io.agegender.network.solver;

import io.agegender.foundation.error.UsageException;
import java.io.Serializable;

/**
 * The settings of one run's solver: stochastic gradient descent with heavy-ball momentum and the
 * policy {@code step}. At iteration i the rate is {@code baseLearningRate * gamma^floor(i /
 * stepSize)}, times the multiplier of each weight or bias.
 *
 * @param baseLearningRate rate at iteration 0, per minibatch mean; positive
 * @param gamma factor of the rate at each step; above 0
 * @param stepSize iterations between two steps; at least 1
 * @param momentum share of the last update that is kept, 0 to below 1
 * @param weightDecay factor of the weight in its gradient (biases have none); not negative
 */
public record SolverSettings(
    double baseLearningRate, double gamma, int stepSize, double momentum, double weightDecay)
    implements Serializable {

  /**
   * @throws UsageException if a value is out of its range
   */
  public SolverSettings {
    require(baseLearningRate > 0, "base learning rate", baseLearningRate, "above 0");
    require(gamma > 0, "gamma", gamma, "above 0");
    require(stepSize >= 1, "step size", stepSize, "a whole number of iterations, at least 1");
    require(momentum >= 0 && momentum < 1, "momentum", momentum, "from 0 to below 1");
    require(weightDecay >= 0, "weight decay", weightDecay, "0 or more");
  }

  /** The rate at an iteration, from 0, before any multiplier. */
  public double learningRate(int iteration) {
    return baseLearningRate * Math.pow(gamma, Math.floorDiv(iteration, stepSize));
  }

  private static void require(boolean holds, String name, double value, String range) {
    if (!holds) {
      throw new UsageException("solver: %s is %s; it must be %s".formatted(name, value, range));
    }
  }
}
