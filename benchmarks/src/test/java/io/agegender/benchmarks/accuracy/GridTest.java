// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.UsageException;
import io.agegender.jobs.sweep.SweptRun;
import io.agegender.jobs.train.TrainSettings;
import io.agegender.run.BatchMode;
import io.agegender.run.RunName;
import io.agegender.run.RunSettings;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GridTest {
  private static final TrainSettings TRAIN =
      SettingsReader.read(
          Settings.load(
              Optional.empty(),
              List.of(
                  "train.schedule=sample",
                  "schedules.sample.net_definitions={iterations=100,snapshot-interval=9,batch-size=16}")),
          TrainSettings::read);

  @Test
  void everyRunSeesTheSameNumberOfFacesAndHasATitleOfItsOwn() {
    Grid grid =
        new Grid(
            List.of(4, 1, 4),
            List.of(10, 1),
            List.of(BatchMode.SPLIT, BatchMode.PER_WORKER),
            List.of(1L, 2L),
            4);
    Collection<SweptRun> runs =
        grid.runs(TRAIN, train -> train.forRun(RunName.parse("gender_net_definitions"), 0))
            .values();
    assertThat(runs).hasSize((1 + 4) * 2);
    assertThat(runs)
        .extracting(run -> run.settings().rounds().samplesBefore(run.settings().iterations()))
        .containsOnly(1600L);
    assertThat(runs).extracting(SweptRun::title).doesNotHaveDuplicates();
    assertThat(runs).extracting(SweptRun::settings).doesNotHaveDuplicates();
    assertThat(runs)
        .extracting(SweptRun::settings)
        .filteredOn(run -> run.batchMode() == BatchMode.PER_WORKER)
        .allMatch(run -> run.iterations() == 25 && run.checkpointEvery() == 7)
        .extracting(RunSettings::averagingFrequency)
        .containsOnly(1, 10);
    assertThat(runs.iterator().next().title())
        .isEqualTo("gender_net_definitions/fold-0, W = 1, seed 1");
  }

  @Test
  void emptyAndImpossibleListsAreRefusedByName() {
    assertThatThrownBy(
            () -> new Grid(List.of(0), List.of(1), List.of(BatchMode.SPLIT), List.of(1L), 4))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--workers has the value 0");
    assertThatThrownBy(
            () -> new Grid(List.of(2), List.of(1), List.of(BatchMode.SPLIT), List.of(), 4))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--seeds names nothing");
  }
}
