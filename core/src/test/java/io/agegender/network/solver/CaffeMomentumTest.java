// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

class CaffeMomentumTest {
  private static final CaffeMomentum STEPPED =
      new CaffeMomentum(new StepSchedule(ScheduleType.ITERATION, 0.5, 0.1, 2), 0.9);

  @Test
  void followsCaffesRecursionAcrossAStepOfTheRate() {
    float[] gradients = {1, -2, 4, 8, 0.5f};
    double[] rates = {0.5, 0.5, 0.05, 0.05, 0.005};
    INDArray state = Nd4j.valueArrayOf(new long[] {1}, 77f);
    GradientUpdater<CaffeMomentum> updater = STEPPED.instantiate(state, true);
    double velocity = 0;
    for (int i = 0; i < gradients.length; i++) {
      INDArray gradient = Nd4j.createFromArray(gradients[i]);
      updater.applyUpdater(gradient, i, 0);
      velocity = 0.9 * velocity + rates[i] * gradients[i];
      assertThat(gradient.getDouble(0)).isCloseTo(velocity, offset(1e-6));
      assertThat(state.getDouble(0)).isCloseTo(velocity, offset(1e-6));
    }
  }

  @Test
  void keepsAStateThatIsHandedIn() {
    INDArray state = Nd4j.createFromArray(2f, -4f);
    INDArray gradient = Nd4j.createFromArray(1f, 1f);
    STEPPED.instantiate(state, false).applyUpdater(gradient, 0, 0);
    assertThat(gradient.toFloatVector()).containsExactly(2.3f, -3.1f);
  }

  @Test
  void refusesForeignState() {
    Map<String, INDArray> foreign = Map.of("M", Nd4j.zeros(1));
    assertThatThrownBy(() -> STEPPED.instantiate(foreign, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'V'")
        .hasMessageContaining("[M]");
  }

  @Test
  void isEqualToItsClone() {
    assertThat(STEPPED.clone()).isEqualTo(STEPPED).hasSameHashCodeAs(STEPPED);
    assertThat(new CaffeMomentum(0.1, null, 0.9)).isNotEqualTo(new CaffeMomentum(0.1, null, 0.8));
  }
}
