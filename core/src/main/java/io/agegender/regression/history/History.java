// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression.history;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.regression.baseline.ErrorCode;
import io.agegender.storage.FileStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All nightly runs of a folder in {@code history.jsonl}, one line each, in the order of time. Each
 * change writes the whole file beside it and renames: what was there stays until the new one is
 * complete.
 */
public final class History {
  /** The file's name. */
  public static final String FILE = "history.jsonl";

  private final FileStore storage;

  /**
   * @param storage the folder of the nightly runs
   */
  public History(FileStore storage) {
    this.storage = storage;
  }

  private record Text(List<HistoryLine> lines, String whole, String torn) {}

  /**
   * The nightly runs, the oldest first. A last line that was cut is passed over.
   *
   * @throws FailedException if a line cannot be read
   */
  public List<HistoryLine> lines() {
    return read().lines();
  }

  /**
   * Moves a last line that was cut into a file of its own. To be called by the holder of the lease.
   *
   * @return what was done, for the log and the report; empty if there was nothing to do
   */
  public Optional<String> mend(Instant now) {
    Text text = read();
    if (text.torn.isEmpty()) {
      return Optional.empty();
    }
    String aside = "history-torn-%s.txt".formatted(Stamps.of(now));
    storage.write(aside, out -> out.write(text.torn.getBytes(StandardCharsets.UTF_8)));
    storage.write(FILE, out -> out.write(text.whole.getBytes(StandardCharsets.UTF_8)));
    return Optional.of(
        ErrorCode.HISTORY_TORN.says(
            "line %d of %s was cut; it is now in %s, the %d nightly runs before are untouched"
                .formatted(
                    text.lines.size() + 1,
                    storage.path(FILE),
                    storage.path(aside),
                    text.lines.size())));
  }

  /**
   * Makes sure that a nightly run at this time comes after all others.
   *
   * @throws UsageException if the last nightly run began later: the clock jumped, or the file is
   *     another machine's
   */
  public void requireAfterLast(Instant started) {
    List<HistoryLine> lines = lines();
    if (!lines.isEmpty() && started.isBefore(lines.get(lines.size() - 1).started())) {
      throw ErrorCode.CLOCK_JUMPED.usage(
          "the clock says %s, but the last nightly run in %s began at %s. Set the clock, or move the history away if that one was wrong"
              .formatted(started, storage.path(FILE), lines.get(lines.size() - 1).started()));
    }
  }

  /**
   * Adds a nightly run.
   *
   * @throws UsageException if it is older than the last
   * @throws FailedException if it cannot be written; the file is then as it was
   */
  public void append(HistoryLine line) {
    requireAfterLast(line.started());
    String text = read().whole + line.format() + "\n";
    storage.write(FILE, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private Text read() {
    if (!storage.exists(FILE)) {
      return new Text(List.of(), "", "");
    }
    String text = new String(storage.read(FILE), StandardCharsets.UTF_8);
    List<HistoryLine> lines = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      if (end < 0) {
        return new Text(List.copyOf(lines), text.substring(0, start), text.substring(start));
      }
      lines.add(line(lines.size() + 1, text.substring(start, end)));
      start = end + 1;
    }
    return new Text(List.copyOf(lines), text, "");
  }

  private HistoryLine line(int number, String text) {
    try {
      return HistoryLine.parse("%s:%d".formatted(storage.path(FILE), number), text);
    } catch (FailedException e) {
      throw ErrorCode.HISTORY_DAMAGED.failed(e.getMessage(), e);
    }
  }
}
