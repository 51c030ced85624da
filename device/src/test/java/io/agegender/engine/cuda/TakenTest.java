// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Giving back what was taken of a device. */
class TakenTest {
  @Test
  void givesAllBackTheLastFirstWhateverFails() {
    List<String> given = new ArrayList<>();
    Taken taken = new Taken();
    taken.add(() -> given.add("stream"));
    taken.add(
        () -> {
          throw new IllegalStateException("memory");
        });
    taken.add(() -> given.add("library"));
    taken.add(
        () -> {
          throw new IllegalStateException("kernels");
        });
    assertThatThrownBy(taken::close)
        .hasMessage("kernels")
        .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessage("memory"));
    assertThat(given).containsExactly("library", "stream");
    assertThat(taken.isEmpty()).isTrue();
    taken.close();
    assertThat(given).hasSize(2);
  }
}
