// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.regression.baseline.ErrorCode;
import io.agegender.regression.baseline.Outcome;
import io.agegender.regression.baseline.SyntheticRuns;
import io.agegender.storage.FileStore;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  @TempDir Path dir;

  @Test
  void linesAreReadAsTheyWereWritten() throws IOException {
    List<HistoryLine> lines = SyntheticRuns.lines(3);
    lines.forEach(history()::append);
    assertThat(history().lines()).isEqualTo(lines);
    assertThat(Files.readAllLines(file())).hasSize(3);
    assertThat(Files.readAllLines(file()).get(0))
        .startsWith("{\"format-version\":1,\"started\":\"2026-01-01T03:00:00Z\"");
    assertThat(history().mend(SyntheticRuns.FIRST)).isEmpty();
  }

  @Test
  void aTornLastLineIsNamedAndMovedAside() throws IOException {
    SyntheticRuns.lines(2).forEach(history()::append);
    String whole = Files.readString(file());
    String torn = SyntheticRuns.line(2, Outcome.SAME, 1, 1).format().substring(0, 100);
    Files.writeString(file(), torn, StandardOpenOption.APPEND);
    assertThat(history().lines()).hasSize(2);
    assertThat(history().mend(SyntheticRuns.FIRST).orElseThrow())
        .startsWith("[history-torn] line 3 of ")
        .contains("history-torn-20260101T030000Z.txt")
        .contains("2 nightly runs before are untouched");
    assertThat(Files.readString(file())).isEqualTo(whole);
    assertThat(dir.resolve("history-torn-20260101T030000Z.txt")).hasContent(torn);
    history().append(SyntheticRuns.line(3, Outcome.SAME, 1, 1));
    assertThat(history().lines()).hasSize(3);
  }

  @Test
  void aDamagedLineInTheMiddleIsNeverDropped() throws IOException {
    SyntheticRuns.lines(3).forEach(history()::append);
    List<String> lines = Files.readAllLines(file());
    lines.set(1, lines.get(1).replace("outcome", "outcame"));
    Files.write(file(), lines);
    String before = Files.readString(file());
    assertThatThrownBy(() -> history().append(SyntheticRuns.line(9, Outcome.SAME, 1, 1)))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("[history-damaged]")
        .hasMessageContaining("history.jsonl:2")
        .hasMessageContaining("outcome");
    assertThat(Files.readString(file())).isEqualTo(before);
  }

  @Test
  void noValueOfALineMayBeOutOfRangeOrOfANewerVersion() throws IOException {
    SyntheticRuns.lines(2).forEach(history()::append);
    String whole = Files.readString(file());
    for (String damaged :
        List.of(
            whole.replace("301.0", "1e999"),
            whole.replace("2026-01-02T", "2026-13-02T"),
            whole.replace("\"baseline\":3", "\"baseline\":30000000000"),
            whole.replace("\"outcome\":\"same\"", "\"outcome\":\"sane\""),
            whole.replace("\"format-version\":1", "\"format-version\":2"),
            whole + "\n",
            whole + "null\n")) {
      assertThat(damaged).isNotEqualTo(whole);
      Files.writeString(file(), damaged);
      assertThatThrownBy(() -> history().mend(SyntheticRuns.FIRST))
          .isInstanceOf(FailedException.class)
          .hasMessageStartingWith("[history-damaged] ")
          .hasMessageContaining("history.jsonl:")
          .hasMessageContaining("move it away to begin a new one")
          .satisfies(e -> assertThat(ErrorCode.of(e)).isEqualTo(ErrorCode.HISTORY_DAMAGED));
      assertThat(Files.readString(file())).isEqualTo(damaged);
    }
  }

  @Test
  void aNightBeforeTheLastOneIsRefused() {
    SyntheticRuns.lines(3).forEach(history()::append);
    assertThatThrownBy(() -> history().append(SyntheticRuns.line(1, Outcome.SAME, 1, 1)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("[clock-jumped]")
        .hasMessageContaining("2026-01-02T03:00:00Z")
        .hasMessageContaining("2026-01-03T03:00:00Z");
    assertThat(history().lines()).hasSize(3);
  }

  @Test
  void aFullDiskLeavesTheHistoryAsItWas() throws IOException {
    SyntheticRuns.lines(2).forEach(history()::append);
    String before = Files.readString(file());
    Configuration configuration = new Configuration();
    configuration.set("fs.full.impl", Full.class.getName());
    History full =
        new History(FileStore.of(new org.apache.hadoop.fs.Path("full://" + dir), configuration));
    assertThatThrownBy(() -> full.append(SyntheticRuns.line(2, Outcome.SAME, 1, 1)))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("history.jsonl")
        .hasMessageContaining("No space left on device")
        .satisfies(e -> assertThat(ErrorCode.of(e)).isEqualTo(ErrorCode.DISK_FULL));
    assertThat(Files.readString(file())).isEqualTo(before);
    assertThat(dir.toFile().list()).hasSize(1);
  }

  @Test
  void freshnessIsOfTheLastGoodNight() {
    List<HistoryLine> lines =
        List.of(
            SyntheticRuns.line(0, Outcome.SAME, 1, 1), SyntheticRuns.line(1, Outcome.DRIFT, 1, 1));
    var end = lines.get(0).finished();
    Freshness freshness = Freshness.of(lines, end.plus(Duration.ofHours(26)));
    assertThat(freshness.isWithin(Duration.ofHours(26))).isTrue();
    assertThat(freshness.isWithin(Duration.ofHours(25))).isFalse();
    assertThat(freshness.describe(Duration.ofHours(25))).contains("26.0 hours ago");
    assertThat(Freshness.of(List.of(), end).isWithin(Duration.ofDays(999))).isFalse();
    assertThatThrownBy(() -> Freshness.of(lines, end.minusSeconds(1)))
        .hasMessageContaining("[clock-jumped]");
  }

  private History history() {
    return new History(
        FileStore.of(new org.apache.hadoop.fs.Path(dir.toUri()), new Configuration()));
  }

  private Path file() {
    return dir.resolve(History.FILE);
  }

  /** Local files on a disk that is full after ten bytes. */
  static final class Full extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("full:///");
    }

    @Override
    public FSDataOutputStream create(
        org.apache.hadoop.fs.Path path,
        boolean overwrite,
        int buffer,
        short replication,
        long block,
        org.apache.hadoop.util.Progressable progress)
        throws IOException {
      OutputStream local = super.create(path, overwrite, buffer, replication, block, progress);
      return new FSDataOutputStream(
          new FilterOutputStream(local) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
              out.write(bytes, offset, Math.min(10, length));
              throw new IOException("No space left on device");
            }
          },
          null);
    }
  }
}
