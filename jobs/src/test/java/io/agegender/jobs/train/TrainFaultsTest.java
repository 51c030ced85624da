// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.error.FailedException;
import io.agegender.jobs.SampleDataset;
import io.agegender.network.solver.SolverSettings;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunSettings;
import io.agegender.run.RunState;
import io.agegender.run.RunState.Phase;
import io.agegender.storage.FaultyFileSystem;
import io.agegender.storage.FaultyFileSystem.Fault;
import io.agegender.training.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever goes wrong, the last good checkpoint stays, and a new start gives the same bits. */
@Tag("slow")
class TrainFaultsTest {
  private static final RunSettings SETTINGS = TrainRuns.settings(7, 6);

  @TempDir static java.nio.file.Path shared;
  @TempDir java.nio.file.Path dir;

  private static Path dataset;
  private static SparkSession spark;
  private static String expected;

  @BeforeAll
  static void trainUndisturbed() {
    dataset = SampleDataset.path();
    // Three attempts at a task, as on a cluster.
    spark = SampleDataset.spark("local[2,3]");
    FaultyFileSystem.register(spark.sparkContext().hadoopConfiguration());
    expected =
        TrainRuns.train(spark, dataset, FaultyFileSystem.path(shared), SETTINGS)
            .state()
            .parameterSha256();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @AfterEach
  void heal() {
    FaultyFileSystem.heal();
  }

  @ParameterizedTest
  @EnumSource(names = {"RETURNS_FALSE", "THROWS", "DISK_FULL"})
  void aCheckpointThatCannotBeWrittenEndsTheRunAndItResumesFromTheOneBefore(Fault fault)
      throws IOException {
    FaultyFileSystem.set(fault, Integer.MAX_VALUE, name -> name.contains("0000004"));
    assertThatThrownBy(this::train)
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("0000004");
    RunDirectory run = run();
    RunState state = run.state().orElseThrow();
    assertThat(state.phase()).isEqualTo(Phase.FAILED);
    assertThat(state.iteration()).isEqualTo(2);
    assertThat(state.message()).contains("0000004");
    assertThat(run.checkpoints().iterations()).containsExactly(2);
    assertThat(log(run)).contains("FAILED: cannot").contains("\tat io.agegender");
    FaultyFileSystem.heal();
    TrainResult again = train();
    assertThat(again.startedAt()).isEqualTo(2);
    assertThat(again.state().parameterSha256()).isEqualTo(expected);
    try (Stream<java.nio.file.Path> all = Files.walk(dir)) {
      assertThat(all).noneMatch(p -> p.getFileName().toString().startsWith(".writing"));
    }
  }

  @Test
  void whereNothingCanBeWrittenAnyMoreTheFirstProblemIsTold() {
    assertThatThrownBy(
            () ->
                train(
                    done -> {
                      if (done == 4) {
                        FaultyFileSystem.set(Fault.THROWS, Integer.MAX_VALUE, name -> true);
                      }
                    }))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("metrics.csv")
        .satisfies(e -> assertThat(e.getSuppressed()).isNotEmpty());
    FaultyFileSystem.heal();
    TrainResult again = train();
    assertThat(again.startedAt()).isEqualTo(2);
    assertThat(again.state().parameterSha256()).isEqualTo(expected);
  }

  @Test
  void aSecondDriverIsRefusedAndDoesNoHarm() {
    boolean[] refused = {false};
    TrainResult first =
        train(
            done -> {
              if (done == 2) {
                assertThatThrownBy(() -> CompletableFuture.supplyAsync(() -> train()).join())
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOf(FailedException.class)
                    .hasMessageContaining("another job is writing there");
                refused[0] = true;
              }
            });
    assertThat(refused[0]).isTrue();
    assertThat(first.state().phase()).isEqualTo(Phase.FINISHED);
    assertThat(first.state().parameterSha256()).isEqualTo(expected);
  }

  @Test
  void aDriverThatLostItsLeaseWritesNothingMore() {
    assertThatThrownBy(
            () ->
                train(
                    done -> {
                      if (done == 4) {
                        stealLease();
                      }
                    }))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("the lease was lost");
    RunDirectory run = run();
    assertThat(run.state().orElseThrow().phase()).isEqualTo(Phase.RUNNING);
    assertThat(run.checkpoints().iterations()).containsExactly(2);
  }

  @Test
  void anErrorIsNotedWithItsReasonAndWhatToDo() {
    assertThatThrownBy(
            () ->
                train(
                    done -> {
                      if (done == 4) {
                        throw new NoClassDefFoundError("org/example/Gone");
                      }
                    }))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("org/example/Gone")
        .hasMessageContaining("SPARK_HOME");
    RunState state = run().state().orElseThrow();
    assertThat(state.phase()).isEqualTo(Phase.FAILED);
    assertThat(state.message()).contains("org/example/Gone");
  }

  @Test
  void aTaskThatFailsOnItsFirstAttemptIsTriedAgainWithTheSameBits() throws IOException {
    RunSettings settings = TrainRuns.settings(8, 2);
    Path other = faultyDataset();
    FaultyFileSystem.set(Fault.OPEN_THROWS, 1, TrainFaultsTest::onAnExecutor);
    TrainResult disturbed =
        TrainRuns.train(spark, other, FaultyFileSystem.path(dir.resolve("disturbed")), settings);
    assertThat(FaultyFileSystem.left()).isZero();
    TrainResult undisturbed =
        TrainRuns.train(
            spark, dataset, FaultyFileSystem.path(dir.resolve("undisturbed")), settings);
    assertThat(disturbed.state().parameterSha256())
        .isEqualTo(undisturbed.state().parameterSha256());
  }

  @Test
  void aTaskThatAlwaysFailsEndsTheRunWithItsReason() throws IOException {
    Path other = faultyDataset();
    FaultyFileSystem.set(Fault.OPEN_THROWS, Integer.MAX_VALUE, TrainFaultsTest::onAnExecutor);
    assertThatThrownBy(
            () ->
                TrainRuns.train(
                    spark,
                    other,
                    FaultyFileSystem.path(dir.resolve("runs")),
                    TrainRuns.settings(9, 2)))
        .hasStackTraceContaining("Input/output error");
    RunState state =
        TrainRuns.only(FaultyFileSystem.path(dir.resolve("runs")), configuration())
            .state()
            .orElseThrow();
    assertThat(state.phase()).isEqualTo(Phase.FAILED);
    assertThat(state.message()).contains("Input/output error").doesNotContain("Driver stacktrace");
  }

  @Test
  void aLossThatIsNoNumberKeepsTheLastGoodCheckpoint() throws IOException {
    // From iteration 3 on the learning rate is 1e12.
    RunSettings wild =
        TrainRuns.settings(7, 8, 2, 2, new SolverSettings(0.001, 1e15, 3, 0.9, 0.0005));
    assertThatThrownBy(() -> TrainRuns.train(spark, dataset, FaultyFileSystem.path(dir), wild))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("the last checkpoint is kept");
    RunDirectory run = run();
    assertThat(run.state().orElseThrow().phase()).isEqualTo(Phase.DIVERGED);
    TrainingState last = run.checkpoints().newest(damaged -> {}).orElseThrow();
    assertThat(last.iteration()).isEqualTo(run.state().orElseThrow().iteration()).isPositive();
    assertThat(last.parameters().isFinite()).isTrue();
    assertThat(last.momentum().isFinite()).isTrue();
    assertThat(log(run)).contains("DIVERGED: diverged");
  }

  @Test
  void provenanceTellsCodeLibrariesMachineAndCluster() {
    assertThat(TrainRuns.only(FaultyFileSystem.path(shared), configuration()).run().provenance())
        .containsKeys(
            "agegender",
            "deeplearning4j",
            "nd4j.artifact",
            "nd4j.classifier",
            "nd4j.backend",
            "nd4j.blas",
            "java",
            "os",
            "cpu.model",
            "cpu.instruction-set",
            "gpu",
            "processors",
            "threads",
            "spark",
            "spark.application",
            "driver.host")
        .containsEntry("spark.master", "local[2,3]")
        .containsEntry("spark.slots", "2")
        .hasEntrySatisfying("cpu.instruction-set", set -> assertThat(set).startsWith("avx"));
  }

  private static boolean onAnExecutor(String name) {
    return name.endsWith("manifest.json")
        && Thread.currentThread().getName().startsWith("agegender-compute");
  }

  private void stealLease() {
    try {
      java.nio.file.Path claims = local(run().path()).resolve("_lease");
      Files.copy(claims.resolve("0000000001"), claims.resolve("0000000002"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private TrainResult train() {
    return train(done -> {});
  }

  /**
   * @param done is told how many iterations are done
   */
  private TrainResult train(IntConsumer done) {
    return TrainRuns.train(
        spark, dataset, FaultyFileSystem.path(dir), SETTINGS, TrainRuns.telling(done));
  }

  private RunDirectory run() {
    return TrainRuns.only(FaultyFileSystem.path(dir), configuration());
  }

  private static Configuration configuration() {
    return spark.sparkContext().hadoopConfiguration();
  }

  /** All logs of a run. */
  private static String log(RunDirectory run) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<java.nio.file.Path> logs = Files.list(local(run.path()).resolve("logs"))) {
      for (java.nio.file.Path log : logs.sorted().toList()) {
        text.append(Files.readString(log));
      }
    }
    return text.toString();
  }

  /** The dataset under a name that no executor has opened yet. */
  private Path faultyDataset() throws IOException {
    return FaultyFileSystem.path(Files.createSymbolicLink(dir.resolve("dataset"), local(dataset)));
  }

  private static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }
}
