// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.agegender.foundation.error.UsageException;
import io.agegender.network.Networks;
import io.agegender.network.definition.Architecture;
import io.agegender.network.solver.LearningRatePolicy.Exponential;
import io.agegender.network.solver.LearningRatePolicy.Fixed;
import io.agegender.network.solver.LearningRatePolicy.Inverse;
import io.agegender.network.solver.LearningRatePolicy.MultiStep;
import io.agegender.network.solver.LearningRatePolicy.Polynomial;
import io.agegender.network.solver.LearningRatePolicy.Step;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The learning-rate policies; {@code CaffeDefinitionsTest} trains with each next to real Caffe. */
class LearningRatePolicyTest {
  static Stream<LearningRatePolicy> policies() {
    return Stream.of(
        new Fixed(),
        new Step(0.1, 10),
        new MultiStep(0.1, List.of(5, 7, 100)),
        new Exponential(0.9),
        new Inverse(0.01, 0.75),
        new Polynomial(2, 100));
  }

  @Test
  void theFactorsAreCaffes() {
    assertFactors(new Fixed(), 1, 1, 1, 1);
    assertFactors(new Step(0.1, 5), 1, 1, 0.1, 1e-20);
    assertFactors(new MultiStep(0.1, List.of(5, 7)), 1, 1, 0.1, 0.01);
    assertFactors(new Exponential(0.9), 1, 0.6561, 0.59049, Math.pow(0.9, 100));
    assertFactors(new Inverse(0.01, 0.75), 1, 0.971013, 0.964069, 0.594604);
    assertFactors(new Polynomial(2, 100), 1, 0.9216, 0.9025, 0);
    assertThat(new Polynomial(1, 10).factor(11)).isZero();
  }

  /** At the iterations 0, 4, 5 and 100. */
  private static void assertFactors(LearningRatePolicy policy, double... expected) {
    int[] iterations = {0, 4, 5, 100};
    for (int i = 0; i < iterations.length; i++) {
      assertThat(policy.factor(iterations[i])).isCloseTo(expected[i], within(1e-6));
    }
  }

  /** Saved models hold the rate's schedule. */
  @ParameterizedTest
  @MethodSource("policies")
  void aNetworksConfigurationKeepsThem(LearningRatePolicy policy) {
    SolverSettings solver = new SolverSettings(0.01, policy, 0.9, 5e-4);
    ComputationGraphConfiguration network =
        Networks.configuration(Architecture.NET_DEFINITIONS, 2, solver, 1);
    ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(network.toJson());
    assertThat(read).isEqualTo(network);
    assertThat(solver.schedule(10).valueAt(8, 0))
        .isCloseTo(10 * solver.learningRate(8), within(1e-15));
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    assertProblem(() -> new MultiStep(0.1, List.of()), "list of steps is []");
    assertProblem(() -> new MultiStep(0.1, List.of(5, 5)), "[5, 5]; it must be at least one");
    assertProblem(() -> new Exponential(0), "gamma is 0.0; it must be above 0");
    assertProblem(() -> new Inverse(0.1, -1), "power is -1.0");
    assertProblem(() -> new Polynomial(1, 0), "number of iterations is 0");
  }

  private static void assertProblem(Runnable action, String message) {
    assertThatThrownBy(action::run)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message);
  }
}
