// SPDX-License-Identifier: Apache-2.0
package io.agegender.foundation.progress;

import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a line to the log every few seconds, and one at the end. */
public final class LogProgress implements Progress {
  private static final Logger LOG = LoggerFactory.getLogger("agegender.progress");

  private final Consumer<String> lines;
  private final String task;
  private final long total;
  private final String unit;
  private final long interval;
  private final long started = System.nanoTime();
  private long lastLine = started;
  private long lastDone = -1;

  /** Where this start began: what was done before says nothing about the speed. */
  private long first = -1;

  private long done;
  private String note = "";

  /**
   * @param interval the least time between two lines
   */
  public LogProgress(String task, long total, String unit, Duration interval) {
    this(task, total, unit, interval, line -> LOG.info("{}", line));
  }

  /**
   * As the other, with lines that go elsewhere.
   *
   * @param lines takes each line
   */
  public LogProgress(
      String task, long total, String unit, Duration interval, Consumer<String> lines) {
    this.lines = lines;
    this.task = task;
    this.total = total;
    this.unit = unit;
    this.interval = interval.toNanos();
  }

  @Override
  public synchronized void at(long done, String note) {
    this.done = done;
    this.note = note;
    first = first < 0 ? done : first;
    long now = System.nanoTime();
    if (now - lastLine >= interval) {
      lastLine = now;
      write(now);
    }
  }

  @Override
  public synchronized void close() {
    if (lastDone != done) {
      write(System.nanoTime());
    }
  }

  private void write(long now) {
    lastDone = done;
    lines.accept(
        describe(
            task,
            new Range(Math.max(0, first), done, total),
            unit,
            Duration.ofNanos(now - started),
            note));
  }

  /** Where the work began, stands and ends. */
  record Range(long first, long done, long total) {}

  /** One line such as {@code prepare: 120 of 400 pictures (30 %), 60.0/s, 5 s left}. */
  static String describe(String task, Range range, String unit, Duration elapsed, String note) {
    long done = range.done();
    long total = range.total();
    double seconds = Math.max(elapsed.toNanos() / 1e9, 1e-9);
    double rate = (done - range.first()) / seconds;
    StringBuilder line = new StringBuilder(96);
    line.append(
        "%s: %d of %d %s (%d %%), %.1f/s"
            .formatted(task, done, total, unit, total == 0 ? 100 : 100 * done / total, rate));
    if (rate > 0 && done < total) {
      line.append(", ").append(duration((long) Math.ceil((total - done) / rate))).append(" left");
    } else if (done >= total) {
      line.append(", took ").append(duration(Math.round(seconds)));
    }
    if (!note.isEmpty()) {
      line.append(", ").append(note);
    }
    return line.toString();
  }

  private static String duration(long seconds) {
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return "%d min %02d s".formatted(seconds / 60, seconds % 60);
    }
    return "%d h %02d min".formatted(seconds / 3600, seconds % 3600 / 60);
  }
}
