// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.solver;

import io.agegender.foundation.error.UsageException;
import java.io.Serializable;
import java.util.List;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.nd4j.shade.jackson.annotation.JsonSubTypes;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;

/**
 * How the learning rate follows from the iteration: Caffe's {@code lr_policy}, as {@code
 * SGDSolver::GetLearningRate} in its {@code sgd_solver.cpp} computes it.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "policy")
@JsonSubTypes({
  @JsonSubTypes.Type(value = LearningRatePolicy.Fixed.class, name = "fixed"),
  @JsonSubTypes.Type(value = LearningRatePolicy.Step.class, name = "step"),
  @JsonSubTypes.Type(value = LearningRatePolicy.MultiStep.class, name = "multistep"),
  @JsonSubTypes.Type(value = LearningRatePolicy.Exponential.class, name = "exp"),
  @JsonSubTypes.Type(value = LearningRatePolicy.Inverse.class, name = "inv"),
  @JsonSubTypes.Type(value = LearningRatePolicy.Polynomial.class, name = "poly")
})
public sealed interface LearningRatePolicy extends Serializable {
  /** What the base learning rate is multiplied by at an iteration, from 0. */
  double factor(int iteration);

  /** Caffe's name of the policy, such as {@code multistep}. */
  String key();

  /** The same rate for ever. */
  record Fixed() implements LearningRatePolicy {
    @Override
    public double factor(int iteration) {
      return 1;
    }

    @Override
    public String key() {
      return "fixed";
    }
  }

  /**
   * {@code gamma^floor(i / stepSize)}.
   *
   * @param gamma factor at each step; above 0
   * @param stepSize iterations between two steps; at least 1
   */
  record Step(double gamma, int stepSize) implements LearningRatePolicy {
    /**
     * @throws UsageException if a value is out of its range
     */
    public Step {
      requireGamma(gamma);
      SolverSettings.require(
          stepSize >= 1, "step size", stepSize, "a whole number of iterations, at least 1");
    }

    @Override
    public double factor(int iteration) {
      return Math.pow(gamma, Math.floorDiv(iteration, stepSize));
    }

    @Override
    public String key() {
      return "step";
    }
  }

  /**
   * {@code gamma} to the number of steps that have been reached.
   *
   * @param gamma factor at each step; above 0
   * @param steps iterations at which the rate changes, each above the one before; at least one
   */
  record MultiStep(@JsonProperty("gamma") double gamma, @JsonProperty("steps") List<Integer> steps)
      implements LearningRatePolicy {
    /**
     * @throws UsageException if a value is out of its range, or the steps do not rise
     */
    public MultiStep {
      requireGamma(gamma);
      steps = List.copyOf(steps);
      boolean rises = !steps.isEmpty() && steps.get(0) > 0;
      for (int i = 1; i < steps.size(); i++) {
        rises &= steps.get(i) > steps.get(i - 1);
      }
      SolverSettings.require(
          rises,
          "list of steps",
          steps,
          "at least one iteration above 0, each above the one before");
    }

    @Override
    public double factor(int iteration) {
      return Math.pow(gamma, (double) steps.stream().filter(step -> iteration >= step).count());
    }

    @Override
    public String key() {
      return "multistep";
    }
  }

  /**
   * {@code gamma^i}.
   *
   * @param gamma factor at each iteration; above 0
   */
  record Exponential(@JsonProperty("gamma") double gamma) implements LearningRatePolicy {
    /**
     * @throws UsageException if gamma is not above 0
     */
    public Exponential {
      requireGamma(gamma);
    }

    @Override
    public double factor(int iteration) {
      return Math.pow(gamma, iteration);
    }

    @Override
    public String key() {
      return "exp";
    }
  }

  /**
   * {@code (1 + gamma * i)^(-power)}.
   *
   * @param gamma how fast the rate falls; above 0
   * @param power exponent; not negative
   */
  record Inverse(@JsonProperty("gamma") double gamma, @JsonProperty("power") double power)
      implements LearningRatePolicy {
    /**
     * @throws UsageException if a value is out of its range
     */
    public Inverse {
      requireGamma(gamma);
      requirePower(power);
    }

    @Override
    public double factor(int iteration) {
      return Math.pow(1 + gamma * iteration, -power);
    }

    @Override
    public String key() {
      return "inv";
    }
  }

  /**
   * {@code (1 - i / iterations)^power}, 0 from the last iteration on.
   *
   * @param power exponent; not negative
   * @param iterations the whole length, at which the rate is 0; at least 1
   */
  record Polynomial(@JsonProperty("power") double power, @JsonProperty("iterations") int iterations)
      implements LearningRatePolicy {
    /**
     * @throws UsageException if a value is out of its range
     */
    public Polynomial {
      requirePower(power);
      SolverSettings.require(iterations >= 1, "number of iterations", iterations, "at least 1");
    }

    @Override
    public double factor(int iteration) {
      return Math.pow(Math.max(0, 1 - (double) iteration / iterations), power);
    }

    @Override
    public String key() {
      return "poly";
    }
  }

  private static void requireGamma(double gamma) {
    SolverSettings.require(gamma > 0, "gamma", gamma, "above 0");
  }

  private static void requirePower(double power) {
    SolverSettings.require(power >= 0, "power", power, "0 or more");
  }
}
