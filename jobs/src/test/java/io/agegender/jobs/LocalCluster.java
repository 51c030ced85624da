// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs;

import static org.awaitility.Awaitility.await;

import io.agegender.jobs.spark.Machine;
import io.agegender.jobs.spark.SparkDefaults;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * Spark's standalone cluster on this machine: a master and two workers in this JVM, and an executor
 * with 1 GiB of heap in a JVM of its own on each. The class path is this test's.
 */
public final class LocalCluster implements AutoCloseable {
  private final SparkSession spark;

  private LocalCluster(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * Starts it and waits for both executors.
   *
   * @param home an empty folder, which Spark takes for its home
   */
  public static LocalCluster start(Path home) throws IOException {
    return start(home, Map.of());
  }

  /**
   * As {@link #start(Path)}.
   *
   * @param more settings of Spark
   */
  public static LocalCluster start(Path home, Map<String, String> more) throws IOException {
    Files.createDirectories(home.resolve("jars"));
    System.setProperty("spark.testing", "true");
    System.setProperty("spark.test.home", home.toString());
    SparkConf conf = SparkDefaults.addTo(new SparkConf());
    more.forEach(conf::set);
    SparkSession spark =
        SparkSession.builder()
            .config(conf)
            .master("local-cluster[2,1,1024]")
            .appName("test")
            .config("spark.ui.enabled", "false")
            .config("spark.executor.memory", "1g")
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .config("spark.executor.extraJavaOptions", nd4j())
            .config("spark.executorEnv.SPARK_SCALA_VERSION", "2.12")
            .config("spark.executorEnv." + Machine.THREADS_VARIABLE, Machine.threadsOfThisJvm())
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .getOrCreate();
    await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> spark.sparkContext().statusTracker().getExecutorInfos().length == 3);
    return new LocalCluster(spark);
  }

  /** Its driver. */
  public SparkSession spark() {
    return spark;
  }

  /** The processes of its executors that are alive. */
  public static List<ProcessHandle> executors() {
    return ProcessHandle.current().descendants().filter(LocalCluster::isExecutor).toList();
  }

  @Override
  public void close() {
    spark.stop();
    System.clearProperty("spark.testing");
    System.clearProperty("spark.test.home");
    // Spark does not wait for them: they would be counted as the next cluster's.
    await().atMost(Duration.ofSeconds(60)).until(() -> executors().isEmpty());
  }

  private static String nd4j() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(a -> a.startsWith("-Dorg.eclipse") || a.startsWith("-Djavacpp"))
        .collect(Collectors.joining(" "));
  }

  private static boolean isExecutor(ProcessHandle process) {
    try {
      return Files.readString(
              Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1)
          .contains("CoarseGrainedExecutorBackend");
    } catch (IOException e) {
      return false; // It has ended.
    }
  }
}
