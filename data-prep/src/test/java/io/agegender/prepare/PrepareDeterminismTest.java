// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same tree and settings give the same bytes, wherever and however often the work is done. */
@Tag("slow")
class PrepareDeterminismTest {
  @TempDir static Path dir;
  @TempDir Path fresh;

  private static Path raw;
  private static Map<String, byte[]> expected;

  @BeforeAll
  static void prepareOnOneThread() {
    raw = Trees.draw(dir.resolve("raw"), 40);
    try (SparkSession spark = Trees.spark("local[1]")) {
      run(spark, dir.resolve("out"));
    }
    expected = Trees.files(dir.resolve("out"));
    assertThat(expected).containsKeys("shards/shard-00007.npy", "index.parquet", "manifest.json");
  }

  @Test
  void onTwoThreads() {
    try (SparkSession spark = Trees.spark("local[2]")) {
      run(spark, fresh.resolve("out"));
    }
    Trees.assertSame(Trees.files(fresh.resolve("out")), expected);
  }

  @Test
  void inSevenPartitions() {
    try (SparkSession spark = Trees.spark("local[2]")) {
      run(spark, fresh.resolve("out"), "prepare.partitions=7");
    }
    Trees.assertSame(Trees.files(fresh.resolve("out")), expected);
  }

  @Test
  void onExecutorsOfTheirOwn() throws IOException {
    // Spark's small cluster: a master, two workers, and an executor process on each.
    Files.createDirectories(fresh.resolve("spark/jars"));
    System.setProperty("spark.testing", "true");
    System.setProperty("spark.test.home", fresh.resolve("spark").toString());
    try (SparkSession spark =
        SparkSession.builder()
            .master("local-cluster[2,1,1024]")
            .config("spark.ui.enabled", "false")
            .config("spark.executor.memory", "1g")
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .config("spark.executorEnv.SPARK_SCALA_VERSION", "2.12")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .getOrCreate()) {
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> spark.sparkContext().statusTracker().getExecutorInfos().length == 3);
      run(spark, fresh.resolve("out"));
    } finally {
      System.clearProperty("spark.testing");
      System.clearProperty("spark.test.home");
    }
    Trees.assertSame(Trees.files(fresh.resolve("out")), expected);
  }

  @Test
  void afterTheDriverWasKilledInTheMiddle() throws Exception {
    Path out = fresh.resolve("out");
    Process driver = start(out);
    try {
      await()
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> receipts(out) >= 2);
    } finally {
      // SIGKILL.
      driver.destroyForcibly().waitFor();
    }
    assertThat(out.resolve("manifest.json")).doesNotExist();
    assertThat(out.resolve("_lease")).exists();
    int finished = receipts(out);
    assertThat(finished).isBetween(2, 7);
    PrepareResult result;
    try (SparkSession spark = Trees.spark("local[2]")) {
      result = run(spark, out);
    }
    assertThat(result.shardsKept()).isEqualTo(finished);
    assertThat(result.shardsWritten()).isEqualTo(8 - finished);
    Trees.assertSame(Trees.files(out), expected);
  }

  private static int receipts(Path out) throws IOException {
    if (!Files.isDirectory(out.resolve("_work"))) {
      return 0;
    }
    try (Stream<Path> files = Files.list(out.resolve("_work"))) {
      return (int) files.filter(f -> f.getFileName().toString().startsWith("shard-")).count();
    }
  }

  private Process start(Path out) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(a -> a.startsWith("--add-opens") || a.startsWith("-XX:"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-Xmx1g",
            "-cp",
            System.getProperty("java.class.path"),
            SlowPrepare.class.getName(),
            raw.toString(),
            out.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(fresh.resolve("driver.log").toFile())
        .start();
  }

  private static PrepareResult run(SparkSession spark, Path out, String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("prepare.shard-records=10");
    return PrepareJob.run(
        spark,
        Trees.settings(all.toArray(String[]::new)),
        Trees.hadoop(raw),
        Trees.hadoop(out),
        Trees.silent());
  }
}
