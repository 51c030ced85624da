// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression.page;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.json.JsonReader;
import io.agegender.regression.baseline.Bands;
import io.agegender.regression.baseline.Baselines;
import io.agegender.regression.baseline.ErrorCode;
import io.agegender.regression.baseline.RegressionComparison;
import io.agegender.regression.baseline.RegressionJson;
import io.agegender.regression.baseline.RegressionRun;
import io.agegender.regression.history.History;
import io.agegender.regression.history.HistoryLine;
import io.agegender.regression.history.Stamps;
import io.agegender.regression.history.TrendSettings;
import io.agegender.storage.FileStore;
import io.agegender.storage.Lease;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The folder of the nightly runs, held by one nightly run: {@code baselines/}, {@code
 * history.jsonl}, {@code nights/<time>.json}, {@code junit.xml}, {@code index.html}. Opening it
 * finds out whether a nightly run can be made now, and notes what became of the one before.
 */
public final class RegressionFolder implements AutoCloseable {
  /** The page's name. */
  public static final String PAGE = "index.html";

  /** The name of the checks as JUnit's XML. */
  public static final String JUNIT = "junit.xml";

  private static final String RUNNING = "running.json";
  private static final Duration LEASE_TERM = Duration.ofSeconds(30);

  private final FileStore storage;
  private final Lease lease;
  private final History history;
  private final Instant started;
  private final List<String> notes = new ArrayList<>();

  private RegressionFolder(FileStore storage, Lease lease, Instant started) {
    this.storage = storage;
    this.lease = lease;
    this.history = new History(storage);
    this.started = started;
  }

  /**
   * Takes the folder for a nightly run that begins now.
   *
   * @throws FailedException if another nightly run has it, or the history is damaged
   * @throws UsageException if the clock says a time before the last nightly run
   */
  public static RegressionFolder open(FileStore storage, Clock clock) {
    Instant now = Instant.ofEpochMilli(clock.millis());
    Lease lease;
    try {
      lease = Lease.take(storage, LEASE_TERM);
    } catch (FailedException e) {
      throw ErrorCode.TWO_NIGHTS.failed("two nightly runs at once: " + e.getMessage(), e);
    }
    RegressionFolder folder = new RegressionFolder(storage, lease, now);
    try {
      folder.begin();
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
    return folder;
  }

  private void begin() {
    history.mend(started).ifPresent(notes::add);
    history.requireAfterLast(started);
    noteKilled();
    storage.write(RUNNING, "{\"started\":\"%s\"}%n".formatted(started));
  }

  /** The nightly run before left its mark if it was killed; unless it had come to its last step. */
  private void noteKilled() {
    Optional<Instant> before = running();
    List<HistoryLine> lines = history.lines();
    boolean noted =
        before.isEmpty()
            || (!lines.isEmpty() && !lines.get(lines.size() - 1).started().isBefore(before.get()));
    if (!noted) {
      HistoryLine killed = HistoryLine.killed(before.get(), started);
      history.append(killed);
      notes.add("the nightly run of %s: %s".formatted(before.get(), killed.reason()));
    }
  }

  private Optional<Instant> running() {
    if (!storage.exists(RUNNING)) {
      return Optional.empty();
    }
    JsonReader mark =
        JsonReader.own(storage.path(RUNNING).toString(), "remove it", storage.read(RUNNING));
    return Optional.of(mark.get("started").instant());
  }

  /** When this nightly run began. */
  public Instant started() {
    return started;
  }

  /** What was found when the folder was opened. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** The baselines. */
  public Baselines baselines() {
    return new Baselines(storage);
  }

  /**
   * Writes everything about a nightly run: the history last but one, because it counts; the page
   * last.
   *
   * @throws FailedException if something cannot be written; the history is then with this nightly
   *     run or without it, and whole
   */
  public void finish(
      RegressionRun nightly,
      RegressionComparison comparison,
      HistoryLine line,
      Bands bands,
      TrendSettings trend) {
    lease.check();
    storage.write(
        "nights/%s.json".formatted(Stamps.of(nightly.started())),
        out -> out.write(RegressionJson.write(nightly)));
    storage.write(JUNIT, JunitXml.render(nightly, comparison));
    history.append(line);
    storage.write(
        PAGE, RegressionPage.render(history.lines(), nightly, comparison, bands, notes(), trend));
  }

  /** Gives the folder back. */
  @Override
  public void close() {
    try {
      // Whoever took a lost lease over has a mark of its own there.
      lease.check();
      storage.delete(RUNNING);
    } finally {
      lease.close();
    }
  }
}
