// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BandsTest {
  @Test
  void aDeviceThatRepeatsItselfHasABandOfExactlyZero() {
    Bands bands =
        Bands.measure(
            List.of(1L, 2L),
            2,
            seed -> List.of(SyntheticRuns.train("p", (double) (2 + seed), Map.of())));
    assertThat(bands.isZero()).isTrue();
    assertThat(bands.widths().get("train/age").values()).hasSize(3).containsOnly(0.0);
  }

  @Test
  void theLargestDifferenceOfAllSeedsCounts() {
    double[] scatter = {0, 0.01, 0, -0.03};
    int[] call = {0};
    Bands bands =
        Bands.measure(
            List.of(1L, 2L),
            2,
            seed -> List.of(SyntheticRuns.train("p", 2 + scatter[call[0]++], Map.of())));
    assertThat(call[0]).isEqualTo(4);
    assertThat(bands.isZero()).isFalse();
    assertThat(bands.widths().get("train/age").get(SyntheticRuns.measure("loss to iteration 2")))
        .isCloseTo(0.06, within(1e-9));
    assertThat(bands.widths().get("train/age").get(SyntheticRuns.measure("norm of conv1")))
        .isZero();
    assertThat(bands.origin()).contains("measured").contains("[1, 2]");
  }
}
