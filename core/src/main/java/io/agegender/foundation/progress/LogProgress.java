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

  private final RecentRate recent = new RecentRate();
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
    long now = System.nanoTime();
    recent.at(now, done);
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
            new Reached(done, total, unit),
            Duration.ofNanos(now - started),
            recent.perSecond(),
            note));
  }

  /** Where the work stands and ends. */
  record Reached(long done, long total, String unit) {}

  /**
   * One line such as {@code prepare: 120 of 400 pictures (30 %), 60.0/s, 5 s left}.
   *
   * @param elapsed since the start, with all waiting
   * @param rate units a second of late; 0 if it is not known
   */
  static String describe(String task, Reached reached, Duration elapsed, double rate, String note) {
    long done = reached.done();
    long total = reached.total();
    double seconds = elapsed.toNanos() / 1e9;
    StringBuilder line = new StringBuilder(96);
    line.append(
        "%s: %d of %d %s (%d %%)"
            .formatted(task, done, total, reached.unit(), total == 0 ? 100 : 100 * done / total));
    if (rate > 0) {
      line.append(", ").append("%.1f/s".formatted(rate));
    }
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
