// SPDX-License-Identifier: Apache-2.0
package io.agegender.score.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FoldStatisticTest {
  /** Levi's published folds: mean 49.4, squares 21.16 + 29.16 + 21.16 + 11.56 + 0.16 = 83.2. */
  @Test
  void meanAndBothDeviations() {
    FoldStatistic folds = FoldStatistic.of(Map.of(0, 0.54, 1, 0.44, 2, 0.54, 3, 0.46, 4, 0.49), 5);
    assertThat(folds.mean().orElseThrow()).isCloseTo(0.494, within(1e-12));
    assertThat(folds.populationDeviation().orElseThrow())
        .isCloseTo(Math.sqrt(83.2 / 5) / 100, within(1e-12));
    assertThat(folds.sampleDeviation().orElseThrow())
        .isCloseTo(Math.sqrt(83.2 / 4) / 100, within(1e-12));
    assertThat(folds.percent()).isEqualTo("49.4 ± 4.1 (5 of 5 folds)");
  }

  @Test
  void missingFoldsAreCountedAndNeverAveragedOver() {
    FoldStatistic two = FoldStatistic.of(Map.of(1, 0.80, 4, 0.826), 5);
    assertThat(two.missing()).containsExactly(0, 2, 3);
    assertThat(two.percent()).isEqualTo("81.3 ± 1.3 (2 of 5 folds)");
    FoldStatistic one = FoldStatistic.of(Map.of(2, 0.75), 5);
    assertThat(one.percent()).isEqualTo("75.0 (1 of 5 folds)");
    assertThat(one.sampleDeviation()).isEmpty();
    assertThat(one.populationDeviation()).hasValue(0);
    FoldStatistic none = FoldStatistic.of(Map.of(), 5);
    assertThat(none.mean()).isEmpty();
    assertThat(none.percent()).isEqualTo("none (0 of 5 folds)");
  }

  @Test
  void whatIsNoFoldOrNoNumberIsRefused() {
    assertThatThrownBy(() -> FoldStatistic.of(Map.of(5, 0.5), 5)).hasMessageContaining("fold 5");
    assertThatThrownBy(() -> FoldStatistic.of(Map.of(0, Double.NaN), 5))
        .hasMessageContaining("NaN");
  }
}
