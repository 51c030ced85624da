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
