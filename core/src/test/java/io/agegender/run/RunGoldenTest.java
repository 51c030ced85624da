// SPDX-License-Identifier: Apache-2.0
package io.agegender.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.GoldenFile;
import io.agegender.storage.FileStore;
import io.agegender.training.FloatChunks;
import io.agegender.training.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run's JSON files as users have them on disk. */
class RunGoldenTest {
  @TempDir Path dir;

  @Test
  void runsOfTodayAreReadForever() {
    RunRecord run =
        GoldenFile.check(
            "run.json",
            json -> RunJson.readRun("run.json", json),
            RunJson::write,
            "this program reads 1; restore it, or train the run again");
    assertThat(run.settings().title()).isEqualTo("age_finetuning_googlenet/fold-3");
    assertThat(run.settings().solver().weightDecay()).isEqualTo(0.0005);
    assertThat(run.settings().seed()).isEqualTo(20170801);
  }

  /** A key that moves makes every finished run count as another one. */
  @Test
  void theirKeysStay() {
    RunRecord run =
        RunJson.readRun(
            "run.json",
            GoldenFile.text("run.json").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(RunJson.key(run.settings(), "aa11", Optional.of("bb22"), "cpu"))
        .isEqualTo("0e47fce7c151c75d5934dca9a1726b7b9b45b7bc034d892388b931d82b520a33");
  }

  @Test
  void statesOfTodayAreReadForever() {
    RunState state =
        GoldenFile.check(
            "state.json",
            json -> RunJson.readState("state.json", json),
            RunJson::write,
            "remove it to resume from the last checkpoint");
    assertThat(state.phase()).isEqualTo(RunState.Phase.FAILED);
    assertThat(state.updated()).isEqualTo(Instant.parse("2026-01-31T23:59:59.123Z"));
  }

  @Test
  void checkpointsOfTodayAreReadForever() throws IOException {
    org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(dir.toUri());
    Checkpoints checkpoints =
        new Checkpoints(FileStore.of(folder, new Configuration()), "0123456789abcdef");
    FloatChunks floats = new FloatChunks(List.of(new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0}));
    checkpoints.save(
        new TrainingState(1000, floats, floats), OptionalDouble.of(1.5), new Retention(1, 0));
    Path json = dir.resolve("0001000-0000000000/checkpoint.json");
    assertThat(json).hasContent(GoldenFile.text("checkpoint.json"));
    assertThat(checkpoints.load(1000).parameters().sha256()).isEqualTo(floats.sha256());
    assertThat(checkpoints.best(1)).containsExactly(1000);
    Files.writeString(
        json, Files.readString(json).replace("\"format-version\" : 1", "\"format-version\" : 2"));
    assertThat(checkpoints.newest(text -> assertThat(text).contains("format version is 2")))
        .isEmpty();
  }
}
