// SPDX-License-Identifier: Apache-2.0
package io.agegender.foundation.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.foundation.progress.LogProgress.Reached;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LogProgressTest {
  private final RecentRate rate = new RecentRate();

  @Test
  void aLineSaysDoneOfTotalRateAndTimeLeft() {
    assertThat(
            LogProgress.describe(
                "prepare", new Reached(120, 420, "pictures"), Duration.ofSeconds(2), 60, ""))
        .isEqualTo("prepare: 120 of 420 pictures (28 %), 60.0/s, 5 s left");
    assertThat(
            LogProgress.describe(
                "train", new Reached(10, 7210, "iterations"), Duration.ofSeconds(10), 1, "loss 1"))
        .isEqualTo("train: 10 of 7210 iterations (0 %), 1.0/s, 2 h 00 min left, loss 1");
  }

  @Test
  void theLastLineSaysHowLongItTook() {
    assertThat(
            LogProgress.describe(
                "prepare", new Reached(4, 4, "pictures"), Duration.ofSeconds(90), 0, ""))
        .isEqualTo("prepare: 4 of 4 pictures (100 %), took 1 min 30 s");
    assertThat(LogProgress.describe("prepare", new Reached(0, 0, "pictures"), Duration.ZERO, 0, ""))
        .startsWith("prepare: 0 of 0 pictures (100 %)");
  }

  @Test
  void waitingAndWhatWasDoneBeforeDoNotCountForTheSpeed() {
    at(0, 900);
    assertThat(rate.perSecond()).isZero();
    at(3 * 3600, 900); // Its turn, after three hours.
    at(3 * 3600 + 10, 910);
    assertThat(rate.perSecond()).isEqualTo(1);
  }

  @Test
  void theSpeedIsThatOfTheLastMinute() {
    for (int second = 0; second <= 600; second += 10) {
      at(second, second);
    }
    for (int second = 610; second <= 700; second += 10) {
      at(second, 600 + (second - 600) * 5);
    }
    assertThat(rate.perSecond()).isEqualTo(5);
  }

  @Test
  void roundsOfMinutesHaveASpeedToo() {
    at(0, 0);
    at(300, 10);
    at(600, 20);
    assertThat(rate.perSecond() * 300).isEqualTo(10);
  }

  private void at(long seconds, long done) {
    rate.at(seconds * 1_000_000_000L, done);
  }
}
