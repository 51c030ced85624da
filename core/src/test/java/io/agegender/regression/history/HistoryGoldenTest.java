// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.GoldenFile;
import io.agegender.regression.baseline.Outcome;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A line of the history as users have it on disk. */
class HistoryGoldenTest {
  @Test
  void linesOfTodayAreReadForever() {
    HistoryLine line =
        GoldenFile.check(
            "history.jsonl",
            json -> HistoryLine.parse("history.jsonl:1", new String(json, StandardCharsets.UTF_8)),
            value -> value.format().getBytes(StandardCharsets.UTF_8),
            "restore the file, or move it away");
    assertThat(line.outcome()).isEqualTo(Outcome.DRIFT);
    assertThat(line.measures()).hasSize(4);
  }
}
