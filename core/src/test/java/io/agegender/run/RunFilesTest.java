// SPDX-License-Identifier: Apache-2.0
package io.agegender.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.error.UsageException;
import io.agegender.storage.FaultyFileSystem;
import io.agegender.storage.FaultyFileSystem.Fault;
import io.agegender.storage.Fence;
import io.agegender.storage.FileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measurements and log of a run. */
class RunFilesTest {
  @TempDir java.nio.file.Path dir;

  @AfterEach
  void heal() {
    FaultyFileSystem.heal();
  }

  @Test
  void measurementsSayHowManyImagesASecondAndAreReadUpToAnIteration() throws IOException {
    MetricsLog metrics = new MetricsLog(store().folder("metrics.csv"));
    List<MetricsLog.Row> rows =
        List.of(
            new MetricsLog.Row(10, 2.5, 0.001, 160, 4),
            new MetricsLog.Row(20, 1.5, 0.0001, 80, 0.5));
    metrics.write(rows, Fence.NONE);
    assertThat(Files.readAllLines(dir.resolve("metrics.csv")))
        .containsExactly(
            "iteration,loss,learning_rate,images,seconds,images_per_second",
            "10,2.5,0.001,160,4.0,40.0",
            "20,1.5,1.0E-4,80,0.5,160.0");
    assertThat(metrics.read(20)).isEqualTo(rows);
    assertThat(metrics.read(19)).isEqualTo(rows.subList(0, 1));
    assertThat(MetricsLog.meanLoss(rows, 0)).hasValue((2.5 * 160 + 1.5 * 80) / 240);
    assertThat(MetricsLog.meanLoss(rows, 10)).hasValue(1.5);
    assertThat(MetricsLog.meanLoss(rows, 20)).isEqualTo(OptionalDouble.empty());
  }

  @Test
  void eachStartHasALogAndAFullDiskDoesNotEndTheRun() {
    RunLog first = log("2026-03-01T10:00:00.5Z");
    first.note("training from iteration 0");
    FaultyFileSystem.set(Fault.DISK_FULL, 1, name -> name.contains("logs"));
    first.failure("FAILED: a line longer than the disk has room for", new IOException("why"));
    FaultyFileSystem.heal();
    first.note("after it");
    assertThat(dir.resolve("logs/2026-03-01T10-00-00.500Z.log"))
        .content()
        .contains("Z training from iteration 0\n")
        .contains("java.io.IOException: why\n\tat ")
        .endsWith("Z after it\n");
    log("2026-03-01T10:00:01Z").note("again");
    assertThat(dir.resolve("logs")).isDirectoryNotContaining("glob:**.writing*");
    assertThat(dir.resolve("logs").toFile().list()).hasSize(2);
  }

  @Test
  void anEmptyRunFileSaysWhatToDo() throws IOException {
    Files.createFile(dir.resolve("run.json"));
    assertThatThrownBy(() -> RunDirectory.open(path(), store().configuration()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("run.json: it is not")
        .hasMessageContaining("restore it, or train the run again");
  }

  private RunLog log(String start) {
    return new RunLog(store().folder("logs"), Instant.parse(start));
  }

  private Path path() {
    return FaultyFileSystem.path(dir);
  }

  private FileStore store() {
    return FileStore.of(path(), FaultyFileSystem.register(new Configuration()));
  }
}
