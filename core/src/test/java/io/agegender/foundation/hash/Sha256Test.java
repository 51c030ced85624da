// SPDX-License-Identifier: Apache-2.0
package io.agegender.foundation.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Sha256Test {
  /** The example of FIPS 180-2, B.1. */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void isTheStandardsExampleHoweverTheBytesArrive() throws IOException {
    byte[] bytes = "abc".getBytes(StandardCharsets.UTF_8);

    assertThat(Sha256.of("abc")).isEqualTo(ABC);
    assertThat(Sha256.of(bytes)).isEqualTo(ABC);
    assertThat(Sha256.of(new ByteArrayInputStream(bytes))).isEqualTo(ABC);
    assertThat(new Sha256().add("a").add(bytes, 1, 2).hex()).isEqualTo(ABC);
  }
}
