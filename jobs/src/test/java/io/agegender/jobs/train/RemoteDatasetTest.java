// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agegender.jobs.SampleDataset;
import io.agegender.jobs.spark.Engine;
import io.agegender.jobs.spark.ExecutorRuntime;
import io.agegender.storage.RemoteFileSystem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

@Tag("slow")
class RemoteDatasetTest {
  @TempDir Path dir;

  @Test
  void copiesOfShardsAreSharedMendedAndRemovedAndNetworksAreReleased() throws IOException {
    org.apache.hadoop.fs.Path local = SampleDataset.path();
    org.apache.hadoop.fs.Path remote = RemoteFileSystem.path(Path.of(local.toUri().getPath()));
    String expected;
    try (SparkSession spark = SampleDataset.spark("local[2]")) {
      expected = sha256(spark, local, "local");
    }
    List<Path> copies;
    try (SparkSession spark = SampleDataset.spark("local[2]")) {
      RemoteFileSystem.register(spark.sparkContext().hadoopConfiguration());
      int unused = RemoteFileSystem.shardsOpened();
      assertThat(sha256(spark, remote, "remote")).isEqualTo(expected);
      copies = copies(spark.sparkContext().applicationId());
      assertThat(copies).isNotEmpty().hasSize(RemoteFileSystem.shardsOpened());
      for (Path copy : copies) {
        damage(copy);
      }
      assertThat(sha256(spark, remote, "mended")).isEqualTo(expected);
      assertThat(copies).hasSize(RemoteFileSystem.shardsOpened());
    }
    await().until(() -> copies.stream().noneMatch(Files::exists));
  }

  @Test
  void theMemoryOfADroppedNetworkIsReleased() {
    try (SparkSession spark = SampleDataset.spark("local[1]")) {
      WorkerContext context =
          new WorkerContext(
              "unused",
              TrainRuns.settings(1, 2),
              SampleDataset.path().toString(),
              io.agegender.dataset.Dataset.open(
                      SampleDataset.path(), spark.sparkContext().hadoopConfiguration())
                  .manifest()
                  .sha256(),
              WorkerContext.ANY,
              Engine.ND4J,
              new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
      INDArray dropped = parameters(context, "one");
      assertThat(dropped.wasClosed()).isFalse();
      INDArray kept = parameters(context, "two");
      assertThat(dropped.wasClosed()).isTrue();
      assertThat(kept.wasClosed()).isFalse();
    }
  }

  private static INDArray parameters(WorkerContext context, String key) {
    return ExecutorRuntime.ofThisJvm()
        .compute(key, Trainer.class, context::onNd4j, trainer -> trainer.network().params());
  }

  private String sha256(SparkSession spark, org.apache.hadoop.fs.Path dataset, String runs) {
    return TrainRuns.train(
            spark,
            dataset,
            new org.apache.hadoop.fs.Path(dir.resolve(runs).toUri()),
            TrainRuns.settings(41, 4))
        .state()
        .parameterSha256();
  }

  private static List<Path> copies(String application) throws IOException {
    Path folder =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "agegender-" + System.getProperty("user.name"),
            application);
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".npy")).toList();
    }
  }

  /** Flips bits of the first record, in place: the file may be mapped. */
  private static void damage(Path file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      for (long at = 128; at < bytes.length(); at += 1 << 16) {
        bytes.seek(at);
        int value = bytes.read();
        bytes.seek(at);
        bytes.write(value ^ 0x55);
      }
    }
  }
}
