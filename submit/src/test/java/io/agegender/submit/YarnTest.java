// SPDX-License-Identifier: Apache-2.0
package io.agegender.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agegender.testing.LiveTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sweep of two runs with two workers each on Hadoop's YARN. What {@code submit/yarn.properties}
 * says is what runs, but for the number of executors, their threads and the driver's memory.
 */
@Tag("slow")
class YarnTest {
  @TempDir static Path dir;

  private static MiniYarn yarn;
  private static SparkHome spark;
  private static Path properties;

  @BeforeAll
  static void start() throws IOException {
    yarn = MiniYarn.start(dir);
    spark =
        SparkHome.in(dir.resolve("spark"))
            .with("HADOOP_CONF_DIR", yarn.settings().toString())
            .with("SPARK_LOCAL_IP", "");
    String quick = SparkHome.QUICK_START;
    String threads = System.getenv("OMP_NUM_THREADS");
    properties = dir.resolve("job.properties");
    Files.writeString(
        properties,
        text("agegender.properties")
            + text("yarn.properties")
            + """
            spark.executor.instances 2
            spark.executorEnv.OMP_NUM_THREADS %s
            spark.yarn.appMasterEnv.OMP_NUM_THREADS %s
            spark.driver.memory 1g
            spark.executor.defaultJavaOptions %s
            spark.driver.defaultJavaOptions %s
            spark.yarn.am.extraJavaOptions %s
            spark.yarn.jars local:%s/*
            """
                .formatted(
                    threads,
                    threads,
                    quick,
                    quick,
                    quick,
                    SparkHome.ROOT.resolve("submit/target/spark/jars")));
  }

  @AfterAll
  static void stop() {
    yarn.close();
  }

  private static String text(String file) throws IOException {
    return Files.readString(SparkHome.ROOT.resolve("submit").resolve(file));
  }

  private static List<String> sweep(Path out) throws IOException {
    return SmallSweep.made().command(out);
  }

  @Test
  void inClientModeTheWrapperGivesTheLocalBitsAlsoWhenAContainerIsKilled() throws Exception {
    Path runs = dir.resolve("client");
    CompletableFuture<Void> killer =
        CompletableFuture.runAsync(
            () -> {
              await().atMost(Duration.ofMinutes(2)).until(() -> hasCheckpoint(runs));
              MiniYarn.executors().get(0).destroyForcibly(); // SIGKILL.
            });
    List<String> command = new ArrayList<>(sweep(runs));
    command.addAll(List.of("--master", "yarn"));
    spark
        .with("AGEGENDER_SPARK_OPTIONS", "--properties-file " + properties)
        .with("AGEGENDER_DRIVER_MEMORY", "1g");
    Ended ended = spark.wrapper(command);
    assertThat(ended.code()).as(ended.log()).isZero();
    killer.join();
    assertThat(ended.log()).containsPattern("(?i)lost executor|executor \\d+ .*exited");
    assertThat(SmallSweep.hashes(ended.out())).isEqualTo(SmallSweep.made().hashes());
  }

  @Test
  void inClusterModeThePlainStartGivesTheLocalBitsAndEndsWell() throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "--properties-file",
                properties.toString(),
                "--master",
                "yarn",
                "--deploy-mode",
                "cluster",
                "--files", // Into the working directory of the driver's container.
                SmallSweep.made().config().toString(),
                "--class",
                "io.agegender.jobs.cli.Main",
                "local:" + SparkHome.program()));
    List<String> sweep = new ArrayList<>(sweep(dir.resolve("cluster")));
    sweep.set(sweep.indexOf("--config") + 1, SmallSweep.made().config().getFileName().toString());
    command.addAll(sweep);
    Ended ended = spark.submit(command);
    assertThat(ended.code()).as(ended.log() + yarn.printed("stderr")).isZero();
    assertThat(ended.log()).contains("final status: SUCCEEDED");
    assertThat(SmallSweep.hashes(yarn.printed("stdout"))).isEqualTo(SmallSweep.made().hashes());
  }

  private static boolean hasCheckpoint(Path runs) throws IOException {
    return LiveTree.files(runs).stream().anyMatch(file -> file.endsWith("checkpoint.json"));
  }
}
