package io.agegender.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LastWordsTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<Integer> exits = new ArrayList<>();
  private final LastWords words =
      new LastWords(new PrintStream(bytes, true, StandardCharsets.UTF_8), exits::add);

  @Test
  void noMemoryEndsTheProgramAndSaysWhatToDo() throws InterruptedException {
    dieOf(new OutOfMemoryError("Java heap space"));
    assertThat(exits).containsExactly(1);
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("OutOfMemoryError: Java heap space in thread task-result-getter-0")
        .contains("AGEGENDER_DRIVER_MEMORY");
  }

  @Test
  void anotherErrorIsShownAndTheProgramGoesOn() throws InterruptedException {
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
    thread.setUncaughtExceptionHandler(words);
    thread.start();
    thread.join();
  }
}
