// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.agegender.jobs.train.RoundTrial;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundCostTest {
  @Test
  void twoTrialsGiveALine() {
    RoundCost cost =
        RoundCost.of(
            List.of(new RoundTrial.Times(2, 0.14, 0.5), new RoundTrial.Times(8, 0.26, 0.3)));
    // (0.26 - 0.14) / 6 a face; 0.26 - 8 x 0.02 whatever the faces.
    assertThat(cost.perFace()).isCloseTo(0.02, within(1e-12));
    assertThat(cost.fixed()).isCloseTo(0.1, within(1e-12));
    assertThat(cost.averaging()).isEqualTo(0.3);
    assertThat(cost.step(25)).isCloseTo(0.6, within(1e-12));
  }

  @Test
  void noiseThatTiltsTheLineIsNotBelieved() {
    RoundCost falling =
        RoundCost.of(List.of(new RoundTrial.Times(2, 0.3, 0.1), new RoundTrial.Times(8, 0.2, 0.1)));
    assertThat(falling).isEqualTo(new RoundCost(0, 0.025, 0.1));
    RoundCost belowNothing =
        RoundCost.of(
            List.of(new RoundTrial.Times(2, 0.01, 0.1), new RoundTrial.Times(8, 0.2, 0.1)));
    assertThat(belowNothing).isEqualTo(new RoundCost(0, 0.025, 0.1));
  }

  @Test
  void efficiencyIsWhatTheWorkersAchieveOfOneWorkerManyTimes() {
    RoundCost cost = new RoundCost(0.1, 0.02, 0.3);
    // One worker: a step of 50 faces takes 1.1 s, and each 50 steps cost 0.3 s more.
    assertThat(cost.efficiency(1, 50, 50)).isCloseTo(1.1 / 1.106, within(1e-12));
    // Two: 25 faces each take 0.6 s and 0.03 s of averaging; alone all 50 took 1.1 s.
    assertThat(cost.efficiency(2, 25, 10)).isCloseTo(1.1 / (2 * 0.63), within(1e-12));
    // Nothing costs what is not there.
    assertThat(new RoundCost(0, 0.02, 0).efficiency(8, 4, 1)).isCloseTo(1, within(1e-12));
  }

  @Test
  void theFrequencyForAShareIsTheFirstThatReachesIt() {
    RoundCost cost = new RoundCost(0.1, 0.02, 0.3);
    int steps = cost.stepsForShare(0.05, 25);
    assertThat(0.3 / (0.3 + steps * 0.6)).isLessThanOrEqualTo(0.05);
    assertThat(0.3 / (0.3 + (steps - 1) * 0.6)).isGreaterThan(0.05);
  }
}
