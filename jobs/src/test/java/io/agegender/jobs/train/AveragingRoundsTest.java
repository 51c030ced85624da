// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.agegender.testing.LiveTree;
import io.agegender.training.TrainingState;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Averaging of large vectors: Spark's limits, and what is held and freed. */
@Tag("slow")
class AveragingRoundsTest {
  private static final int WORKERS = 3;
  private static final long MEGABYTE = 1 << 20;

  @TempDir Path dir;

  @Test
  void resultsOverTheLimitOfAJobComeInParts() {
    TrainingState start = MadeRounds.state(64);
    try (JavaSparkContext spark = spark()) {
      AveragingRounds whole = new AveragingRounds(spark, MadeRounds::number, 65 * MEGABYTE);
      assertThatThrownBy(() -> whole.run(start, MadeRounds.minibatches(WORKERS)))
          .hasMessageContaining("spark.driver.maxResultSize");
      AveragingRounds chunks = new AveragingRounds(spark, MadeRounds::number, 32 * MEGABYTE);
      for (int workers : new int[] {1, WORKERS}) {
        AveragingRounds.Outcome outcome = chunks.run(start, MadeRounds.minibatches(workers));
        float mean = (workers - 1) / 2f;
        long floats = start.parameters().length();
        assertThat(outcome.reports()).extracting(WorkerReport::worker).hasSize(workers).isSorted();
        assertThat(outcome.state().parameters().sha256())
            .isEqualTo(MadeRounds.filled(floats, mean).sha256());
        assertThat(outcome.state().momentum().sha256())
            .isEqualTo(MadeRounds.filled(floats, 0 - mean).sha256());
      }
    }
  }

  @Test
  void broadcastsResultsAndShuffledFilesAreFreedAfterEachRound() {
    TrainingState start = MadeRounds.state(8);
    try (JavaSparkContext spark = spark()) {
      AveragingRounds rounds = new AveragingRounds(spark, MadeRounds::number);
      for (int round = 0; round < 3; round++) {
        rounds.run(start, MadeRounds.minibatches(WORKERS));
        // Spark frees in the background.
        await()
            .atMost(Duration.ofSeconds(20))
            .until(
                () ->
                    SparkEnv.get().memoryManager().storageMemoryUsed() < MEGABYTE
                        && shuffleFiles() == 0);
      }
    }
  }

  @Test
  void theDriverHoldsNoMoreHoweverManyWorkersThereAre() throws Exception {
    // Eight workers' results are 768 MiB.
    for (String onePiece : new String[] {"128", "32"}) {
      Process driver = driver("-Xmx640m", "8", "96", onePiece);
      assertThat(driver.waitFor()).as("%s", Files.readString(log())).isZero();
    }
  }

  private Process driver(String heap, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(a -> a.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(
        List.of(
            heap,
            "-cp",
            System.getProperty("java.class.path"),
            MadeRounds.class.getName(),
            dir.resolve("spark").toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log().toFile())
        .start();
  }

  private Path log() {
    return dir.resolve("driver.log");
  }

  private long shuffleFiles() throws IOException {
    return LiveTree.files(dir).stream()
        .filter(p -> p.getFileName().toString().startsWith("shuffle_"))
        .count();
  }

  private JavaSparkContext spark() {
    return new JavaSparkContext(
        new SparkConf()
            .setMaster("local[2]")
            .setAppName("test")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.driver.maxResultSize", "48m")
            .set("spark.local.dir", dir.toString()));
  }
}
