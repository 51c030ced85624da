// SPDX-License-Identifier: Apache-2.0
package io.agegender.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agegender.GoldenFile;
import io.agegender.foundation.config.Settings;
import io.agegender.storage.Fence;
import io.agegender.storage.FileStore;
import io.agegender.testing.Fuzz;
import io.agegender.training.FloatChunks;
import io.agegender.training.TrainingState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged JSON of a run, and damaged settings: a value or a message. */
class RunFuzzTest {
  @TempDir Path dir;

  @Test
  void runs() throws Exception {
    Fuzz.of("run.json", golden("run.json")).run(3000, json -> RunJson.readRun("run.json", json));
  }

  @Test
  void states() throws Exception {
    Fuzz.of("state.json", golden("state.json"))
        .run(3000, json -> RunJson.readState("state.json", json));
  }

  @Test
  void checkpoints() throws Exception {
    Checkpoints checkpoints =
        new Checkpoints(
            FileStore.of(new org.apache.hadoop.fs.Path(dir.toUri()), new Configuration()), "key");
    FloatChunks floats = new FloatChunks(List.of(new byte[] {0, 0, (byte) 0x80, 0x3f}));
    checkpoints.save(
        new TrainingState(1000, floats, floats), OptionalDouble.of(1.5), new Retention(1, 0));
    Path json = dir.resolve("0001000-0000000000/checkpoint.json");
    Fuzz.of("checkpoint.json", Files.readAllBytes(json))
        .run(
            600,
            bytes -> {
              Files.write(json, bytes);
              checkpoints.newest(passedOver -> {});
              checkpoints.load(1000);
            });
  }

  @Test
  void losses() throws Exception {
    MetricsLog log =
        new MetricsLog(
            FileStore.of(
                new org.apache.hadoop.fs.Path(dir.resolve("metrics.csv").toUri()),
                new Configuration()));
    log.write(
        List.of(
            new MetricsLog.Row(10, 2.25, 0.001, 50, 12.5),
            new MetricsLog.Row(20, 2.125, 0.001, 50, 12.25)),
        Fence.NONE);
    Path csv = dir.resolve("metrics.csv");
    Fuzz.of("metrics.csv", Files.readAllBytes(csv))
        .run(
            600,
            bytes -> {
              Files.write(csv, bytes);
              log.read(Integer.MAX_VALUE);
            });
  }

  @Test
  void settings() throws Exception {
    Path file = dir.resolve("mine.conf");
    byte[] conf =
        """
        seed = 3
        train { workers = 2, batch-mode = per-worker }
        schedules.sample.net_definitions = { iterations = 4, snapshot-interval = 2, batch-size = 2 }
        sweep.targets = [age, ${?other}]
        """
            .getBytes(UTF_8);
    Fuzz.of("conf", conf)
        .within(5_000, 256L << 20)
        .run(
            300,
            bytes -> {
              Files.write(file, bytes);
              Settings.load(Optional.of(file), List.of());
            });
  }

  private static byte[] golden(String name) {
    return GoldenFile.text(name).getBytes(UTF_8);
  }
}
