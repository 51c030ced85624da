// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition.prototxt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agegender.testing.Fuzz;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Damaged definitions: a network or all their problems. */
class PrototxtFuzzTest {
  @Test
  void networks() throws Exception {
    Fuzz.of("prototxt", text("lenet"), text("average"), text("branches"))
        .run(3000, bytes -> NetReader.training("net.prototxt", bytes, OptionalInt.empty()));
  }

  @Test
  void solvers() throws Exception {
    byte[] step =
        """
        net: "train_val.prototxt" base_lr: 0.001 lr_policy: "step" gamma: 0.1 stepsize: 10000
        max_iter: 950 momentum: 0.9 weight_decay: 0.0005 snapshot: 50 solver_mode: GPU
        """
            .getBytes(UTF_8);
    byte[] several =
        "base_lr: 1e-3 max_iter: 9 lr_policy: 'multistep' gamma: .1 stepvalue: [5, 9]"
            .getBytes(UTF_8);
    Fuzz.of("solver", step, several)
        .run(1500, bytes -> SolverReader.read("solver.prototxt", bytes));
  }

  @Test
  void deepNesting() {
    for (String piece : new String[] {"layer {", "a: {", "[", "layer { name: \"x\" "}) {
      byte[] deep = piece.repeat(50_000).getBytes(UTF_8);
      org.assertj.core.api.Assertions.assertThatThrownBy(
              () -> NetReader.training("net.prototxt", deep, OptionalInt.empty()))
          .isInstanceOf(io.agegender.foundation.error.UsageException.class);
    }
  }

  private static byte[] text(String name) {
    return OwnDefinitions.text(name).getBytes(UTF_8);
  }
}
