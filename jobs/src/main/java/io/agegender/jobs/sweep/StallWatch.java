// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep;

import io.agegender.foundation.progress.Progress;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.spark.util.ThreadUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a hang an error: work that reports no progress for too long is written to the log with a
 * thread dump and cancelled.
 */
public final class StallWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StallWatch.class);
  private static final int CHECKS_PER_TIMEOUT = 10;

  private final Duration timeout;
  private final String setting;
  private final Consumer<String> cancel;
  private final Map<String, Beat> beats = new ConcurrentHashMap<>();
  private final Map<String, String> stalled = new ConcurrentHashMap<>();
  private final LongSupplier nanos;
  private final ScheduledExecutorService looks =
      ThreadUtils.newDaemonSingleThreadScheduledExecutor("stall-watch");

  private record Beat(long at, String last) {}

  /**
   * @param setting where the timeout comes from, for messages
   * @param cancel stops the work of a title
   */
  public StallWatch(Duration timeout, String setting, Consumer<String> cancel) {
    this(timeout, setting, cancel, System::nanoTime);
  }

  /**
   * As the other constructor.
   *
   * @param nanos tells the time
   */
  StallWatch(Duration timeout, String setting, Consumer<String> cancel, LongSupplier nanos) {
    this.nanos = nanos;
    this.timeout = timeout;
    this.setting = setting;
    this.cancel = cancel;
    long period = Math.max(1, timeout.toMillis() / CHECKS_PER_TIMEOUT);
    // Ended with the pool; what look() throws is logged there.
    Future<?> unused =
        looks.scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
  }

  /** Starts watching; the title's progress counts from now. */
  public void begin(String title) {
    stalled.remove(title);
    beats.put(title, new Beat(nanos.getAsLong(), "nothing yet"));
  }

  /** Stops watching. */
  public void end(String title) {
    beats.remove(title);
  }

  /** Why a title was cancelled; empty if it was not. */
  public String verdict(String title) {
    return stalled.getOrDefault(title, "");
  }

  /** A progress that keeps a title alive. */
  public Progress.Factory watching(String title, Progress.Factory shown) {
    return (task, total, unit) -> {
      Progress progress = shown.start(task, total, unit);
      return new Progress() {
        @Override
        public void at(long done, String note) {
          String last = "%s: %d of %d %s %s".formatted(task, done, total, unit, note).strip();
          beats.computeIfPresent(title, (t, before) -> new Beat(nanos.getAsLong(), last));
          progress.at(done, note);
        }

        @Override
        public void close() {
          progress.close();
        }
      };
    };
  }

  /** Cancels what has stalled by now. */
  void look() {
    long now = nanos.getAsLong();
    for (String title : beats.keySet()) {
      // In one step: the cancel must not reach what begins under the title afterwards.
      beats.computeIfPresent(
          title,
          (t, beat) -> now - beat.at() > timeout.toNanos() ? cancelled(title, beat, now) : beat);
    }
  }

  /** Watched on: what had no job to cancel just now continues, and may hang later. */
  private Beat cancelled(String title, Beat beat, long now) {
    String verdict =
        "no progress for %d s (%s); the last was: %s"
            .formatted(timeout.toSeconds(), setting, beat.last());
    stalled.put(title, verdict);
    LOG.error("{}: {}{}", title, verdict, threads());
    cancel.accept(title);
    return new Beat(now, beat.last());
  }

  private static String threads() {
    StringBuilder dump = new StringBuilder(4096);
    for (ThreadInfo thread : ManagementFactory.getThreadMXBean().dumpAllThreads(true, true)) {
      dump.append(System.lineSeparator()).append(thread.toString().stripTrailing());
    }
    return dump.toString();
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
