// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition.prototxt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.error.UsageException;
import io.agegender.network.solver.LearningRatePolicy;
import io.agegender.network.solver.LearningRatePolicy.Exponential;
import io.agegender.network.solver.LearningRatePolicy.Fixed;
import io.agegender.network.solver.LearningRatePolicy.Inverse;
import io.agegender.network.solver.LearningRatePolicy.MultiStep;
import io.agegender.network.solver.LearningRatePolicy.Polynomial;
import io.agegender.network.solver.LearningRatePolicy.Step;
import io.agegender.network.solver.SolverSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SolverReaderTest {
  private static SolverDefinition read(String text) {
    return SolverReader.read("solver.prototxt", text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsASolverOfTheOriginal() {
    assertThat(
            read(
                """
                net: "train_val_test_fold_is_0.prototxt"
                test_iter: 1000 test_interval: 1000
                base_lr: 0.001 lr_policy: "step" gamma: 0.1 stepsize: 10000
                display: 20 max_iter: 950 momentum: 0.9 weight_decay: 0.0005
                snapshot: 50 snapshot_prefix: "caffenet_train" solver_mode: GPU
                """))
        .isEqualTo(
            new SolverDefinition(
                Optional.of("train_val_test_fold_is_0.prototxt"),
                new SolverSettings(0.001, 0.1, 10_000, 0.9, 0.0005),
                950,
                50,
                List.of(
                    "test_iter", "test_interval", "display", "solver_mode", "snapshot_prefix")));
  }

  @Test
  void readsEveryPolicyAndNotesTheFieldsOfOthers() {
    assertPolicy("lr_policy: 'fixed'", new Fixed());
    assertPolicy(
        "lr_policy: 'multistep' gamma: .1 stepvalue: [5, 9]", new MultiStep(0.1, List.of(5, 9)));
    assertPolicy("lr_policy: 'exp' gamma: 0.9", new Exponential(0.9));
    assertPolicy("lr_policy: 'inv' gamma: 1e-4 power: 0.75", new Inverse(1e-4, 0.75));
    assertPolicy("lr_policy: 'poly' power: 2", new Polynomial(2, 100));
    SolverDefinition read =
        read("base_lr: 1 max_iter: 5 lr_policy: 'step' gamma: 0.5f stepsize: 0x10 power: 1");
    assertThat(read.solver().policy()).isEqualTo(new Step(0.5, 16));
    assertThat(read.withoutMeaning()).containsExactly("power");
    assertThat(read.snapshotInterval()).isEqualTo(5);
  }

  private static void assertPolicy(String text, LearningRatePolicy policy) {
    SolverDefinition read = read("base_lr: 0.01 max_iter: 100 type: 'SGD' iter_size: 1 " + text);
    assertThat(read.solver()).isEqualTo(new SolverSettings(0.01, policy, 0, 0));
    assertThat(read.withoutMeaning()).isEmpty();
  }

  @Test
  void allProblemsComeAtOnceWithTheirLines() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    base_lr: "fast"
                    lr_policy: "sigmoid"
                    type: "Adam"
                    iter_size: 2
                    clip_gradients: 35
                    momentum: 1.5 momentum: 0.9
                    wieght_decay: 1
                    max_iter: 0.5
                    net { name: "x" }
                    snapshot: -1
                    """))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            """
            solver.prototxt:1: field 'base_lr': "fast" is not a number; mend it
            solver.prototxt:2: field 'lr_policy': 'sigmoid' is not implemented; use one of fixed, step, multistep, exp, inv, poly
            solver.prototxt:3: field 'type': "Adam" is not implemented; only SGD is
            solver.prototxt:4: field 'iter_size': 2 is not implemented; only 1 is
            solver.prototxt:5: field 'clip_gradients': 35 is not implemented; only -1 is
            solver.prototxt:6: field 'momentum': given 2 times; give it once
            solver.prototxt:6: field 'momentum': solver: momentum is 1.5; it must be from 0 to below 1
            solver.prototxt:7: field 'wieght_decay': unknown or not implemented (did you mean 'weight_decay'?); remove the field, or a network that needs it cannot be used here
            solver.prototxt:8: field 'max_iter': 0.5 is not a whole number of 32 bits; mend it
            solver.prototxt:9: field 'net': a message { ... } is not a text in quotes; mend it
            solver.prototxt:10: field 'snapshot': -1 is too small; give at least 0"""
                .strip());
    assertThatThrownBy(() -> read("momentum: 1 lr_policy: 'step' gamma: 0.1"))
        .hasMessageContaining("field 'max_iter': missing")
        .hasMessageContaining("field 'momentum': solver: momentum is 1.0; it must be")
        .hasMessageContaining("field 'base_lr': missing")
        .hasMessageContaining("field 'lr_policy': the policy needs 'stepsize', which is missing");
    assertThatThrownBy(() -> read("base_lr: 0 max_iter: 1e39 lr_policy: 'fixed'"))
        .hasMessageContaining("field 'max_iter': 1e39 is too large")
        .hasMessageContaining("base learning rate is 0.0; it must be above 0");
    assertThatThrownBy(() -> read("base_lr: inf max_iter: 0 lr_policy: 'multistep' gamma: 0.1"))
        .hasMessageContaining("field 'base_lr': inf is not a number")
        .hasMessageContaining("field 'max_iter': 0 is too small")
        .hasMessageContaining("list of steps is []");
  }
}
