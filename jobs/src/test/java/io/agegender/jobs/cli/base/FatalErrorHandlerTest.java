// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FatalErrorHandlerTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<Integer> exits = new ArrayList<>();
  private final FatalErrorHandler handler =
      new FatalErrorHandler(new PrintStream(bytes, true, StandardCharsets.UTF_8), exits::add);

  @Test
  void noMemoryEndsTheProgramAndSaysWhatToDo() throws InterruptedException {
    dieOf(new OutOfMemoryError("Java heap space"));
    assertThat(exits).containsExactly(1);
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("OutOfMemoryError: Java heap space in thread task-result-getter-0")
        .contains("AGEGENDER_DRIVER_MEMORY");
  }

  @Test
  void otherErrorsOfTheJvmEndTheProgramWithoutAWordOnMemory() throws InterruptedException {
    dieOf(new StackOverflowError());
    dieOf(new InternalError("a fault occurred in a recent unsafe memory access operation"));
    assertThat(exits).containsExactly(1, 1);
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("internal error in thread task-result-getter-0; please report it")
        .contains("java.lang.StackOverflowError")
        .doesNotContain("AGEGENDER_DRIVER_MEMORY");
  }

  @Test
  void anotherErrorIsShownAndTheProgramContinues() throws InterruptedException {
    dieOf(new IllegalStateException("a listener failed"));
    assertThat(exits).isEmpty();
    assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("a listener failed");
  }

  private void dieOf(Throwable error) throws InterruptedException {
    Thread thread =
        new Thread(
            () -> {
              if (error instanceof Error e) {
                throw e;
              }
              throw (RuntimeException) error;
            },
            "task-result-getter-0");
    thread.setUncaughtExceptionHandler(handler);
    thread.start();
    thread.join();
  }
}
