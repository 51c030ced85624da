// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.foundation.progress.Progress;
import io.agegender.jobs.SampleDataset;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StallWatchTest {
  private final List<String> cancelled = new CopyOnWriteArrayList<>();

  @Test
  void silentWorkIsCancelledOnceWithItsLastProgressAndLivelyWorkIsNot() {
    AtomicLong nanos = new AtomicLong();
    try (StallWatch watch =
        new StallWatch(Duration.ofHours(1), "sweep.stall-timeout", cancelled::add, nanos::get)) {
      watch.begin("silent");
      watch.begin("lively");
      Progress silent = watch.watching("silent", SampleDataset.silent()).start("train", 9, "steps");
      Progress lively = watch.watching("lively", SampleDataset.silent()).start("train", 9, "steps");
      silent.at(3, "loss 1.5");
      nanos.set(Duration.ofMinutes(59).toNanos());
      lively.at(1, "");
      watch.look();
      assertThat(cancelled).isEmpty();
      nanos.set(Duration.ofMinutes(61).toNanos());
      watch.look();
      watch.look();
      assertThat(watch.verdict("silent"))
          .contains("sweep.stall-timeout")
          .contains("train: 3 of 9 steps loss 1.5");
      assertThat(watch.verdict("lively")).isEmpty();
      assertThat(cancelled).containsExactly("silent");

      // There was no job of it just then: it continues, and hangs again.
      silent.at(4, "loss 1.4");
      nanos.set(Duration.ofMinutes(118).toNanos());
      lively.at(2, "");
      nanos.set(Duration.ofMinutes(122).toNanos());
      watch.look();
      assertThat(watch.verdict("silent")).contains("train: 4 of 9 steps loss 1.4");
      assertThat(cancelled).containsExactly("silent", "silent");
      watch.end("silent");
      nanos.set(Duration.ofMinutes(170).toNanos());
      watch.look();
      assertThat(cancelled).hasSize(2);
    }
  }
}
