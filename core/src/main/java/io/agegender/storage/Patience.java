// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.ipc.RemoteException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long a remote file system that is away is waited for: it cannot be reached, asks to come
 * later, or fails by itself. Only one that has answered this JVM before is waited for; before that
 * its address is rather wrong. The log says once that it is away, and once that it is back.
 * Thread-safe.
 */
public final class Patience {
  /** Milliseconds, in a Hadoop configuration; without it nothing is waited for. */
  public static final String SETTING = "agegender.storage.outage-patience";

  /** A local disk's, and that of who does not say. */
  static final Patience NONE = new Patience("", Duration.ZERO);

  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
  private static final long FIRST_PAUSE = 200;
  private static final long LONGEST_PAUSE = 5_000;

  /** By simple name: the classes come with a connector, and some of them in another package. */
  private static final Set<String> AWAY =
      Set.of(
          "AWSServiceThrottledException",
          "AWSNoResponseException",
          "AWSStatus500Exception",
          "ClosedChannelException",
          "ConnectTimeoutException",
          "NoHttpResponseException",
          "RetriableException",
          "SafeModeException",
          "StandbyException");

  private static final String SERVERS_FAULT = "Status Code: 5";

  /** File systems by scheme and authority. */
  private static final Map<String, Outage> KNOWN = new ConcurrentHashMap<>();

  private final String place;
  private final Duration limit;

  private Patience(String place, Duration limit) {
    this.place = place;
    this.limit = limit;
  }

  /** What is known of a file system. */
  private static final class Outage {
    private boolean answered;
    private boolean away;
    private long since;

    private synchronized boolean hasAnswered() {
      return answered;
    }

    private synchronized void answers(String place) {
      answered = true;
      if (away) {
        away = false;
        LOG.warn(
            "{} answers again after {} s",
            place,
            TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since));
      }
    }

    private synchronized void isAway(String place, Duration limit, IOException e) {
      if (!away) {
        away = true;
        since = System.nanoTime();
        LOG.warn(
            "{} is away: {}; waiting for it, up to {} s (storage.outage-patience)",
            place,
            IoReason.of(e),
            limit.toSeconds());
      }
    }
  }

  /** An operation that can be done again. */
  @FunctionalInterface
  interface Attempt<T> {
    T run() throws IOException;
  }

  /**
   * That of a configuration.
   *
   * @param place scheme and authority of the file system
   */
  static Patience of(String place, Configuration conf) {
    long millis = conf.getTimeDuration(SETTING, 0, TimeUnit.MILLISECONDS);
    return millis > 0 ? new Patience(place, Duration.ofMillis(millis)) : NONE;
  }

  /**
   * Does something, again and again while the file system is away.
   *
   * @throws IOException as the file system gives it; if it stays away, after the time set
   */
  <T> T during(Attempt<T> attempt) throws IOException {
    if (limit.isZero()) {
      return attempt.run();
    }
    Outage outage = KNOWN.computeIfAbsent(place, p -> new Outage());
    long began = System.nanoTime();
    for (long pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      try {
        T value = attempt.run();
        outage.answers(place);
        return value;
      } catch (IOException e) {
        if (!isAway(e)) {
          outage.answers(place);
          throw e;
        }
        if (!outage.hasAnswered()) {
          throw e;
        }
        outage.isAway(place, limit, e);
        if (System.nanoTime() - began > limit.toNanos()) {
          throw new ExplainedException(
              "%s; it was away for longer than storage.outage-patience (%d s)"
                  .formatted(IoReason.of(e), limit.toSeconds()),
              e);
        }
        pause(pause, e);
      }
    }
  }

  private static void pause(long millis, IOException why) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted =
          new InterruptedIOException("interrupted while it was away: " + IoReason.of(why));
      interrupted.initCause(why);
      throw interrupted;
    }
  }

  /** Whether the same request may go well later. */
  static boolean isAway(IOException e) {
    if (e instanceof FileNotFoundException || e instanceof AccessDeniedException) {
      return false;
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketException
          || cause instanceof SocketTimeoutException
          || cause instanceof UnknownHostException
          || AWAY.contains(cause.getClass().getSimpleName())
          || (cause instanceof RemoteException remote
              && AWAY.stream().anyMatch(name -> remote.getClassName().endsWith("." + name)))
          || String.valueOf(cause.getMessage()).contains(SERVERS_FAULT)) {
        return true;
      }
    }
    return false;
  }
}
