// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli.base;

import io.agegender.foundation.progress.LogProgress;
import io.agegender.foundation.progress.Progress;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;

/** One line on a terminal that is written over again and again. */
final class TerminalProgress implements Progress {
  private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);
  private static final Duration LINE_INTERVAL = Duration.ofMillis(200);

  private final PrintWriter terminal;
  private final LogProgress progress;
  private int width;

  TerminalProgress(PrintWriter terminal, String task, long total, String unit) {
    this.terminal = terminal;
    this.progress = new LogProgress(task, total, unit, LINE_INTERVAL, this::overwrite);
  }

  /** Such a line where a person looks at a terminal, lines in a log elsewhere. */
  static Progress.Factory factory() {
    Console console = System.console();
    return console != null
        ? (task, total, unit) -> new TerminalProgress(console.writer(), task, total, unit)
        : (task, total, unit) -> new LogProgress(task, total, unit, LOG_INTERVAL);
  }

  /** Called by one thread at a time. Blanks cover the rest of a longer line before it. */
  private void overwrite(String line) {
    width = Math.max(width, line.length());
    terminal.print("\r" + line + " ".repeat(width - line.length()));
    terminal.flush();
  }

  @Override
  public void at(long done, String note) {
    progress.at(done, note);
  }

  @Override
  public void close() {
    progress.close();
    terminal.println();
    terminal.flush();
  }
}
