// SPDX-License-Identifier: Apache-2.0
package io.agegender.foundation.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LogProgressTest {
  @Test
  void aLineSaysDoneOfTotalRateAndTimeLeft() {
    assertThat(
            LogProgress.describe(
                "prepare",
                new LogProgress.Range(0, 120, 420),
                "pictures",
                Duration.ofSeconds(2),
                ""))
        .isEqualTo("prepare: 120 of 420 pictures (28 %), 60.0/s, 5 s left");
    assertThat(
            LogProgress.describe(
                "train",
                new LogProgress.Range(0, 10, 7210),
                "iterations",
                Duration.ofSeconds(10),
                "loss 1"))
        .isEqualTo("train: 10 of 7210 iterations (0 %), 1.0/s, 2 h 00 min left, loss 1");
  }

  @Test
  void whatWasDoneBeforeThisStartDoesNotCountForTheSpeed() {
    assertThat(
            LogProgress.describe(
                "train",
                new LogProgress.Range(900, 910, 1000),
                "iterations",
                Duration.ofSeconds(10),
                ""))
        .isEqualTo("train: 910 of 1000 iterations (91 %), 1.0/s, 1 min 30 s left");
  }

  @Test
  void theLastLineSaysHowLongItTook() {
    assertThat(
            LogProgress.describe(
                "prepare", new LogProgress.Range(0, 4, 4), "pictures", Duration.ofSeconds(90), ""))
        .isEqualTo("prepare: 4 of 4 pictures (100 %), 0.0/s, took 1 min 30 s");
    assertThat(
            LogProgress.describe(
                "prepare", new LogProgress.Range(0, 0, 0), "pictures", Duration.ZERO, ""))
        .startsWith("prepare: 0 of 0 pictures (100 %)");
  }
}
