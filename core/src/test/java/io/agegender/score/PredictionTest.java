// SPDX-License-Identifier: Apache-2.0
package io.agegender.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PredictionTest {
  @Test
  void ofEqualProbabilitiesTheFirstWins() {
    assertThat(new Prediction(1, "s", "p", 0, new float[] {0.2f, 0.4f, 0.4f}).predicted())
        .isEqualTo(1);
    assertThat(new Prediction(1, "s", "p", 0, new float[] {0.5f, 0.5f}).predicted()).isZero();
  }

  @Test
  void whatIsNoProbabilityIsRefusedWithItsFace() {
    assertThatThrownBy(() -> new Prediction(7, "s", "p", 0, new float[] {Float.NaN, 1}))
        .hasMessageContaining("face 7");
    assertThatThrownBy(() -> new Prediction(7, "s", "p", 0, new float[] {-0.1f, 1.1f}))
        .hasMessageContaining("face 7");
    assertThatThrownBy(() -> new Prediction(7, "s", "p", 2, new float[] {0, 1}))
        .hasMessageContaining("label 2 is outside the 2 classes");
  }
}
