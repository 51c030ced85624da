// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.spark;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.SparkContext;
import org.apache.spark.util.SignalUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ctrl-C, {@code kill} and the end of a terminal, while Spark works. Left to themselves, Spark's
 * shutdown hook would take the context away from jobs that then fail for no reason of theirs. Here
 * the jobs are cancelled, and the command ends as after any other problem: everything is closed and
 * the state on disk says why. A second signal ends the JVM at once, and so does the first one where
 * no session runs.
 *
 * <p>Signals are of the process, so all of this is static.
 */
public final class StopRequest {
  private static final Logger LOG = LoggerFactory.getLogger(StopRequest.class);

  /** Docker kills what has not ended after 10 seconds. */
  private static final Duration GRACE = Duration.ofSeconds(8);

  private static final Duration BETWEEN_CANCELS = Duration.ofMillis(200);

  private static final AtomicReference<SparkContext> RUNNING = new AtomicReference<>();
  private static final AtomicReference<Signal> MADE = new AtomicReference<>();

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

  private StopRequest() {}

  /** Listens from now on, for as long as the JVM lives. */
  public static void listen() {
    for (Signal signal : Signal.values()) {
      SignalUtils.register(signal.name(), () -> received(signal));
    }
  }

  /** The session whose jobs a signal cancels. */
  public static void cancels(SparkContext context) {
    RUNNING.set(context);
  }

  /** What work that was stopped ends with; empty as long as nobody asked for it. */
  public static Optional<StoppedException> made() {
    return Optional.ofNullable(MADE.get())
        .map(signal -> new StoppedException("SIG" + signal.name(), signal.exitCode));
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
    if (context == null || context.isStopped() || !MADE.compareAndSet(null, signal)) {
      return false;
    }
    Thread thread = new Thread(() -> stop(context, signal), "stop");
    thread.setDaemon(true);
    thread.start();
    return true;
  }

  /** Cancels until the command has ended: another thread may just have started a job. */
  private static void stop(SparkContext context, Signal signal) {
    // What Spark tells of killed tasks is nothing to act upon. Our own loggers have their own
    // level.
    context.setLogLevel("OFF");
    long began = System.nanoTime();
    try {
      while (System.nanoTime() - began < GRACE.toNanos()) {
        if (!context.isStopped()) {
          context.cancelAllJobs();
        }
        Thread.sleep(BETWEEN_CANCELS.toMillis());
      }
    } catch (IllegalStateException e) {
      LOG.debug("the context was stopped meanwhile, as it should be", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    LOG.warn("work did not end within {} s of SIG{} and is cut", GRACE.toSeconds(), signal);
    System.exit(signal.exitCode);
  }
}
