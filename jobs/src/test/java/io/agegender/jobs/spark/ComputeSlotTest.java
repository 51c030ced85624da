package io.agegender.jobs.spark;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.error.FailedException;
import org.junit.jupiter.api.Test;

class ComputeSlotTest {

  @Test
  void memoryThatRanOutIsSaidSoHoweverDeepItIsWrappedAndEndsNoExecutor() {
    for (Throwable wrapped :
        new Throwable[] {
          new OutOfMemoryError("physical memory"),
          new IllegalStateException("back", new OutOfMemoryError("physical memory"))
        }) {
      assertThatThrownBy(() -> ComputeSlot.run("test", String.class, () -> "", s -> fail(wrapped)))
          .isInstanceOf(FailedException.class)
          .hasMessageContaining("memory ran out: physical memory")
          .hasNoCause();
    }
  }

  private static int fail(Throwable wrapped) {
    if (wrapped instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) wrapped;
  }
}
