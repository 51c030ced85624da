// SPDX-License-Identifier: Apache-2.0
package io.agegender.score.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.agegender.adience.ClassLabels;
import io.agegender.adience.Target;
import io.agegender.score.Made;
import io.agegender.score.Prediction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class McNemarTest {
  @Test
  void exactTwoSidedProbabilities() {
    // 1 to 9: 2 (1 + 10) / 1024.
    assertThat(McNemar.of(5, 1, 9, 3).pValue()).isCloseTo(22.0 / 1024, within(1e-12));
    // 0 to 5: 2 / 32.
    assertThat(McNemar.of(0, 5, 0, 0).pValue()).isCloseTo(2.0 / 32, within(1e-12));
    assertThat(McNemar.of(0, 4, 4, 0).pValue()).isEqualTo(1);
    assertThat(McNemar.of(9, 0, 0, 9).pValue()).isEqualTo(1);
  }

  @Test
  void thousandsOfFacesAgreeWithTheChiSquareApproximation() {
    // z = (2150 - 2000) / sqrt(4150) = 2.3285; two-sided 0.0199 (with continuity 0.0207).
    assertThat(McNemar.of(9000, 2150, 2000, 4000).pValue()).isCloseTo(0.0207, within(2e-4));
  }

  @Test
  void pairsDistinctFacesThatBothHave() {
    Names names = new Names();
    List<Prediction> rows = new ArrayList<>(Made.rows(Target.GENDER, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1));
    rows.add(rows.get(1));
    Outcomes first = Outcomes.of(ClassLabels.of(Target.GENDER), rows, names);
    Outcomes second =
        Outcomes.of(
            ClassLabels.of(Target.GENDER), Made.rows(Target.GENDER, 0, 0, 0, 1, 1, 0, 1, 1), names);
    McNemar test = McNemar.of(List.of(first), List.of(second));
    assertThat(List.of(test.both(), test.onlyFirst(), test.onlySecond(), test.neither()))
        .containsExactly(1L, 2L, 1L, 0L);
    assertThat(test.faces()).isEqualTo(4);
  }
}
