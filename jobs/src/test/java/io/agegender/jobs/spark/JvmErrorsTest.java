// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.error.FailedException;
import org.junit.jupiter.api.Test;

class JvmErrorsTest {
  @Test
  void errorsOfTheSurroundingsSayWhatToDo() {
    assertThatThrownBy(() -> fail(new NoClassDefFoundError("a/B")))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("a/B")
        .hasMessageContaining("SPARK_HOME");
    assertThatThrownBy(() -> fail(new InternalError("a fault occurred")))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("a fault occurred")
        .hasMessageContaining("run verify");
  }

  @Test
  void anErrorOfOursStaysOne() {
    assertThatThrownBy(() -> fail(new StackOverflowError()))
        .isInstanceOf(IllegalStateException.class)
        .hasCauseInstanceOf(StackOverflowError.class);
    assertThatThrownBy(() -> fail(new OutOfMemoryError("heap")))
        .isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void whatSucceedsIsPassedOn() {
    assertThat(JvmErrors.caught(() -> 5)).isEqualTo(5);
  }

  private static void fail(Error error) {
    JvmErrors.run(
        () -> {
          throw error;
        });
  }
}
