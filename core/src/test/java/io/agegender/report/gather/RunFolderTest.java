// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.gather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.agegender.foundation.error.UsageException;
import io.agegender.network.solver.SolverSettings;
import io.agegender.report.CurvePoint;
import io.agegender.run.MetricsLog;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunName;
import io.agegender.run.RunRecord;
import io.agegender.run.RunSettings;
import io.agegender.run.RunState;
import io.agegender.run.RunState.Phase;
import io.agegender.score.Made;
import io.agegender.storage.Fence;
import io.agegender.training.Shuffle;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  @TempDir java.nio.file.Path dir;

  @Test
  void everyPhaseIsTold() {
    state(make("age_net_definitions", 0, "a"), Phase.FINISHED, 100, "");
    state(make("age_net_definitions", 1, "b"), Phase.RUNNING, 40, "");
    state(make("age_net_definitions", 2, "c"), Phase.DIVERGED, 30, "the loss is NaN");
    make("age_net_definitions", 3, "d");
    assertThat(read())
        .extracting(RunResult::testFold, RunResult::outcome, RunResult::reason)
        .containsExactly(
            tuple(0, RunOutcome.FINISHED, ""),
            tuple(1, RunOutcome.UNFINISHED, "running or stopped, 40 of 100 iterations done"),
            tuple(2, RunOutcome.FAILED, "the loss is NaN (30 of 100 iterations done)"),
            tuple(3, RunOutcome.ABSENT, "not started"));
  }

  @Test
  void aDamagedRunIsListedAndHidesNoOther() throws IOException {
    state(make("age_net_definitions", 0, "a"), Phase.FINISHED, 100, "");
    cut(make("age_net_definitions", 1, "b"), "run.json");
    RunDirectory third = make("age_net_definitions", 2, "c");
    state(third, Phase.FINISHED, 100, "");
    cut(third, "state.json");
    state(make("age_net_definitions", 3, "d"), Phase.STOPPED, 40, "stopped by SIGTERM");
    assertThat(read())
        .extracting(RunResult::testFold, RunResult::outcome)
        .containsExactly(
            tuple(0, RunOutcome.FINISHED),
            tuple(1, RunOutcome.DAMAGED),
            tuple(2, RunOutcome.DAMAGED),
            tuple(3, RunOutcome.UNFINISHED));
    assertThat(read().get(1).reason()).startsWith("damaged: ").contains("run.json");
    assertThat(read().get(2).reason()).startsWith("damaged: ").contains("state.json");
    assertThat(read().get(3).reason()).contains("stopped by SIGTERM");
  }

  private static void cut(RunDirectory run, String file) throws IOException {
    java.nio.file.Path path = java.nio.file.Path.of(run.path().toUri().getPath()).resolve(file);
    Files.writeString(path, Files.readString(path).substring(0, 30));
  }

  @Test
  void predictionsAndLossesAreFound() throws IOException {
    RunDirectory run = make("age_net_definitions", 0, "a");
    java.nio.file.Path scores =
        Files.createDirectories(java.nio.file.Path.of(run.scores().toUri().getPath()));
    Files.writeString(scores.resolve("0000100-test-aligned.parquet"), "");
    Files.writeString(scores.resolve(".writing-0000100-test-aligned.parquet"), "");
    List<MetricsLog.Row> rows = new ArrayList<>();
    for (int i = 1; i <= 400; i++) {
      rows.add(new MetricsLog.Row(i, i % 2, 0.001, 50, 0.1));
    }
    run.metrics().write(rows, Fence.NONE);
    RunResult result = read().get(0);
    assertThat(result.predictions())
        .extracting(Path::getName)
        .containsExactly("0000100-test-aligned.parquet");
    // Two rows to a point: iterations 1 and 2 have the losses 1 and 0.
    assertThat(result.curve())
        .hasSize(200)
        .startsWith(CurvePoint.of(2).withTrainLoss(0.5))
        .endsWith(CurvePoint.of(400).withTrainLoss(0.5));
  }

  @Test
  void twoRunsOfOneConfigurationAndFoldAreNamed() {
    make("age_net_definitions", 0, "a");
    make("age_net_definitions", 0, "b");
    assertThatThrownBy(this::read)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("fold-0-aaaaaaaaaa")
        .hasMessageContaining("fold-0-bbbbbbbbbb")
        .hasMessageContaining("move the other out of the folder");
  }

  @Test
  void aFolderWithoutRunsIsNamed() {
    assertThatThrownBy(this::read)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("holds no runs");
  }

  private List<RunResult> read() {
    return RunFolder.read(runs(), MadeRuns.CONFIGURATION);
  }

  private Path runs() {
    return new Path(dir.toString(), "runs");
  }

  private RunDirectory make(String name, int fold, String key) {
    RunSettings settings =
        RunSettings.builder(RunName.parse(name))
            .testFold(fold)
            .schedule("sample")
            .solver(new SolverSettings(0.001, 0.1, 50, 0.9, 0.0005))
            .batch(50)
            .iterations(100)
            .checkpointEvery(20)
            .averagingFrequency(10)
            .shuffle(Shuffle.EACH_EPOCH)
            .build();
    RunRecord record = new RunRecord(key.repeat(64), settings, "dataset", Made.DATASET, Map.of());
    return RunDirectory.create(runs(), record, "a = 1", MadeRuns.CONFIGURATION);
  }

  private static void state(RunDirectory run, Phase phase, int iteration, String message) {
    run.update(new RunState(phase, iteration, "", message, Instant.EPOCH));
  }
}
