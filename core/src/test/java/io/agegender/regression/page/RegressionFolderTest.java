// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.regression.baseline.Bands;
import io.agegender.regression.baseline.Baseline;
import io.agegender.regression.baseline.Baselines;
import io.agegender.regression.baseline.Check;
import io.agegender.regression.baseline.ErrorCode;
import io.agegender.regression.baseline.Outcome;
import io.agegender.regression.baseline.RegressionRun;
import io.agegender.regression.baseline.SyntheticRuns;
import io.agegender.regression.history.History;
import io.agegender.storage.FileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegressionFolderTest {
  @TempDir Path dir;

  @Test
  void twoNightsAtOnceAreRefused() {
    try (RegressionFolder first = RegressionFolder.open(storage(), at(0))) {
      assertThat(first.notes()).isEmpty();
      assertThatThrownBy(() -> RegressionFolder.open(storage(), at(0)))
          .isInstanceOf(FailedException.class)
          .hasMessageContaining("[two-nights]")
          .hasMessageContaining("process " + ProcessHandle.current().pid());
    }
    RegressionFolder.open(storage(), at(1)).close();
  }

  @Test
  void aKilledNightIsNotedByTheNextOne() throws IOException {
    Files.writeString(dir.resolve("running.json"), "{\"started\":\"2026-01-01T03:00:00Z\"}");
    try (RegressionFolder nightly = RegressionFolder.open(storage(), at(1))) {
      assertThat(nightly.notes()).singleElement().asString().contains("[killed]");
    }
    assertThat(new History(storage()).lines())
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.outcome()).isEqualTo(Outcome.KILLED);
              assertThat(line.started()).isEqualTo(SyntheticRuns.FIRST);
            });
    try (RegressionFolder nightly = RegressionFolder.open(storage(), at(2))) {
      assertThat(nightly.notes()).isEmpty();
    }
    assertThat(new History(storage()).lines()).hasSize(1);
  }

  @Test
  void aNightThatWasKilledAfterItsLastLineIsNotNotedTwice() throws IOException {
    Files.writeString(dir.resolve("running.json"), "{\"started\":\"2026-01-01T03:00:00Z\"}");
    new History(storage()).append(SyntheticRuns.line(0, Outcome.SAME, 1, 1));
    try (RegressionFolder nightly = RegressionFolder.open(storage(), at(1))) {
      assertThat(nightly.notes()).isEmpty();
    }
  }

  @Test
  void aDamagedMarkOfTheRunBeforeIsNamed() throws IOException {
    for (String mark : new String[] {"", "{}", "{\"started\":\"yesterday\"}", "{\"started\":7}"}) {
      Files.writeString(dir.resolve("running.json"), mark);
      assertThatThrownBy(() -> RegressionFolder.open(storage(), at(1)))
          .isInstanceOf(FailedException.class)
          .hasMessageContaining("running.json: ")
          .hasMessageEndingWith("; remove it");
    }
  }

  @Test
  void aClockThatJumpedIsFoundBeforeAnythingIsMade() {
    new History(storage()).append(SyntheticRuns.line(5, Outcome.SAME, 1, 1));
    assertThatThrownBy(() -> RegressionFolder.open(storage(), at(0)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("[clock-jumped]");
    assertThat(dir.resolve("_lease")).doesNotExist();
    assertThat(dir.resolve("running.json")).doesNotExist();
  }

  @Test
  void baselinesAreNumberedKeptAndReadAsTheyWereWritten() throws IOException {
    Baselines baselines = new Baselines(storage());
    assertThatThrownBy(baselines::current)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("[no-baseline]")
        .hasMessageContaining("nightly --accept");
    Bands bands =
        new Bands(
            Map.of("train/age", Map.of(SyntheticRuns.measure("loss to iteration 2"), 0.1)),
            "made up for a test");
    Check train = SyntheticRuns.train("p", 0.1 + 0.2, Map.of("settings.seed", "7"));
    RegressionRun nightly = SyntheticRuns.nightly(train, train.as("resumed/age", "train/age"));
    baselines.add(nightly, "first", Bands.ZERO);
    Baseline second = baselines.add(nightly, "second", bands);
    assertThat(baselines.current()).isEqualTo(second);
    assertThat(second.number()).isEqualTo(2);
    assertThat(dir.resolve("baselines/0001.json")).content().contains("\"first\"");

    Path newest = dir.resolve("baselines/0002.json");
    Files.writeString(
        newest,
        Files.readString(newest).replace("\"format-version\" : 1", "\"format-version\" : 9"));
    assertThatThrownBy(baselines::current)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("[baseline-format]")
        .hasMessageContaining("its format version is 9, this program reads 1");
    Files.writeString(newest, "{}");
    assertThatThrownBy(baselines::current)
        .hasMessageContaining("the field 'format-version' is missing");
    Files.writeString(
        newest,
        Files.readString(dir.resolve("baselines/0001.json"))
            .replace("0.30000000000000004", "1e999"));
    assertThatThrownBy(baselines::current)
        .hasMessageContaining("0002.json: the field 'checks[0].figures.loss to iteration 2' is")
        .satisfies(e -> assertThat(ErrorCode.of(e)).isEqualTo(ErrorCode.BASELINE_FORMAT));
    Files.writeString(dir.resolve("baselines/99999999999.json"), "");
    Files.writeString(newest, "<html>");
    assertThatThrownBy(baselines::current).hasMessageContaining("[baseline-format]");
  }

  private FileStore storage() {
    return FileStore.of(new org.apache.hadoop.fs.Path(dir.toUri()), new Configuration());
  }

  private static Clock at(int day) {
    Instant time = SyntheticRuns.FIRST.plusSeconds(86_400L * day);
    return Clock.fixed(time, ZoneOffset.UTC);
  }
}
