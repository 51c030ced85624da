// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.solver;

import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A rate that follows a policy, for DL4J. Its own schedules are not taken: its polynomial one
 * rises.
 *
 * @param base rate before the policy's factor
 */
record PolicySchedule(
    @JsonProperty("base") double base, @JsonProperty("policy") LearningRatePolicy policy)
    implements ISchedule {
  private static final long serialVersionUID = 1L;

  @Override
  public double valueAt(int iteration, int epoch) {
    return base * policy.factor(iteration);
  }

  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public ISchedule clone() {
    return this;
  }
}
