// SPDX-License-Identifier: Apache-2.0
package io.agegender.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.error.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The harness finds what it is there to find. */
class FuzzHarnessTest {
  private static final byte[] SEED = new byte[600];

  @Test
  void damagesDifferAndComeAgain() {
    Mutations first = new Mutations(List.of(SEED), 1);
    Mutations again = new Mutations(List.of(SEED), 1);
    HashSet<Integer> kinds = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      byte[] damaged = first.next();
      assertThat(again.next()).isEqualTo(damaged);
      kinds.add(java.util.Arrays.hashCode(damaged));
    }
    assertThat(kinds).hasSizeGreaterThan(150);
  }

  @Test
  void anyOtherOutcomeIsAFaultAndItsFileStays() throws IOException {
    List<byte[]> sound = new ArrayList<>();
    assertThatThrownBy(
            () ->
                Fuzz.of("selftest", SEED)
                    .run(
                        50,
                        file -> {
                          if (sound.isEmpty()) {
                            sound.add(file);
                          } else {
                            throw new IllegalStateException("not one of the two");
                          }
                        }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("ends in java.lang.IllegalStateException");
    Path kept = Path.of("target/fuzz/selftest-" + Long.getLong("agegender.fuzz.seed", 1) + "-0");
    assertThat(kept).exists();
    Files.delete(kept);
  }

  @Test
  void memoryAndEmptyMessagesAreFaults() {
    assertThatThrownBy(
            () -> Fuzz.of("selftest", SEED).within(5_000, 1 << 20).run(1, file -> eat(file)))
        .hasMessageContaining("bytes, more than 5000 ms or 1048576 bytes");
    boolean[] first = {true};
    assertThatThrownBy(
            () ->
                Fuzz.of("selftest", SEED)
                    .run(
                        1,
                        file -> {
                          if (!first[0]) {
                            throw new UsageException("");
                          }
                          first[0] = false;
                        }))
        .hasMessageContaining("ends without a message");
  }

  private static void eat(byte[] file) {
    assertThat(new byte[2 << 20].length).isGreaterThan(file.length);
  }
}
