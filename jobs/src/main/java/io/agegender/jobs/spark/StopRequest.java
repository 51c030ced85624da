// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.spark;

import io.agegender.foundation.config.SettingsReader;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.SparkContext;
import org.apache.spark.util.SignalUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ctrl-C, {@code kill} and the end of a terminal, while Spark works. Left to themselves, Spark's
 * shutdown hook would take the context away from jobs that then fail for no reason of theirs. Here
 * the jobs are cancelled, and the command ends as after any other problem: everything is closed and
 * the state on disk says why. Work that says so before, and that will have come to its end within
 * the grace, is not cancelled until then. A second signal ends the JVM at once, and so does the
 * first one where no session runs.
 *
 * <p>Signals are of the process, so all of this is static.
 */
public final class StopRequest {
  private static final Logger LOG = LoggerFactory.getLogger(StopRequest.class);

  /** From the end of the grace to that of a process that has not ended by itself. */
  private static final Duration TO_CLOSE = Duration.ofSeconds(4);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private static final Set<Work> WORK = ConcurrentHashMap.newKeySet();

  private static volatile Duration grace = Duration.ZERO;

  private static final AtomicReference<SparkContext> RUNNING = new AtomicReference<>();
  private static final AtomicReference<Made> MADE = new AtomicReference<>();

  /** The signals that ask a process to end, with the exit codes that shells give them. */
  private enum Signal {
    HUP(129),
    INT(130),
    TERM(143);

    private final int exitCode;

    Signal(int exitCode) {
      this.exitCode = exitCode;
    }
  }

  private record Made(Signal signal, long at) {
    /** Whether a moment is within the grace. */
    boolean allows(long nanoTime) {
      return nanoTime - at < grace.toNanos();
    }
  }

  private StopRequest() {}

  /** Listens from now on, for as long as the JVM lives. */
  public static void listen() {
    for (Signal signal : Signal.values()) {
      SignalUtils.register(signal.name(), () -> received(signal));
    }
  }

  /** Takes the setting {@code train.stop-grace}, for all work of this JVM. */
  public static void take(SettingsReader settings) {
    grace = settings.section("train").duration("stop-grace");
  }

  /** Work that is not cancelled if it ends within the grace. */
  public static final class Work implements AutoCloseable {
    private final long ends;

    private Work(long ends) {
      this.ends = ends;
    }

    @Override
    public void close() {
      WORK.remove(this);
    }
  }

  /**
   * Says that work begins.
   *
   * @param lasts how long it will probably take
   */
  public static Work begins(Duration lasts) {
    Work work = new Work(System.nanoTime() + lasts.toNanos());
    WORK.add(work);
    return work;
  }

  /** Whether the process was asked to end and more work that lasts so long fits into the grace. */
  public static boolean leavesTimeFor(Duration lasts) {
    Made made = MADE.get();
    return made != null && made.allows(System.nanoTime() + lasts.toNanos());
  }

  /** The session whose jobs a signal cancels. */
  public static void cancels(SparkContext context) {
    RUNNING.set(context);
  }

  /** What work that was stopped ends with; empty as long as nobody asked for it. */
  public static Optional<StoppedException> made() {
    return Optional.ofNullable(MADE.get())
        .map(made -> new StoppedException("SIG" + made.signal.name(), made.signal.exitCode));
  }

  /**
   * To be called between two pieces of work.
   *
   * @throws StoppedException if the process was asked to end
   */
  public static void check() {
    made()
        .ifPresent(
            stopped -> {
              throw stopped;
            });
  }

  /** Whether the signal is dealt with; else the JVM does what it always does. */
  private static boolean received(Signal signal) {
    SparkContext context = RUNNING.get();
    Made made = new Made(signal, System.nanoTime());
    if (context == null || context.isStopped() || !MADE.compareAndSet(null, made)) {
      return false;
    }
    Thread thread = new Thread(() -> stop(context, made), "stop");
    thread.setDaemon(true);
    thread.start();
    return true;
  }

  /** Cancels until the command has ended: another thread may just have started a job. */
  private static void stop(SparkContext context, Made made) {
    // What Spark tells of killed tasks is nothing to act upon. Our own loggers have their own
    // level.
    context.setLogLevel("OFF");
    try {
      while (made.allows(System.nanoTime())
          && WORK.stream().anyMatch(work -> made.allows(work.ends))) {
        Thread.sleep(BETWEEN_LOOKS.toMillis());
      }
      // What is left of the grace is left to closing: on a busy machine that may take long.
      while (System.nanoTime() - made.at < grace.plus(TO_CLOSE).toNanos()) {
        cancelJobs(context);
        Thread.sleep(BETWEEN_LOOKS.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    LOG.warn(
        "work did not end within {} s of SIG{} and is cut",
        Duration.ofNanos(System.nanoTime() - made.at).toSeconds(),
        made.signal);
    System.exit(made.signal.exitCode);
  }

  /** The command may be closing the context at this very moment, as it should. */
  private static void cancelJobs(SparkContext context) {
    try {
      if (!context.isStopped()) {
        context.cancelAllJobs();
      }
    } catch (RuntimeException e) {
      if (!context.isStopped()) {
        throw e;
      }
      LOG.debug("the context was stopped meanwhile", e);
    }
  }
}
