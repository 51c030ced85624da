// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agegender.foundation.hash.Sha256;
import io.agegender.jobs.SampleDataset;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunSettings;
import io.agegender.run.RunState.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drivers in JVMs of their own. */
@Tag("slow")
class KilledDriverTest {
  private static final int SEED = 21;
  private static final int ITERATIONS = 12;

  @TempDir Path dir;

  @Test
  void aKilledDriverIsReplacedSoonAndLittleIsRepeatedAndTheBitsAreTheSame() throws Exception {
    RunSettings settings = TrainRuns.adienceNet(SEED, ITERATIONS, 2, 2);
    Process driver = start("first", List.of("-Xmx1g"));
    try {
      await()
          .atMost(Duration.ofSeconds(90))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> told("first").stream().anyMatch(done -> done >= 6));
    } finally {
      driver.destroyForcibly().waitFor(); // SIGKILL.
    }
    long killed = System.nanoTime();
    assertThat(run().state().orElseThrow().phase()).isEqualTo(Phase.RUNNING);
    assertThat(local(run()).resolve("_lease")).exists();

    Process second = start("second", List.of("-Xmx1g"));
    try {
      await()
          .atMost(Duration.ofSeconds(90))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> told("second").size() >= 2);
      double seconds = (System.nanoTime() - killed) / 1e9;
      assertThat(seconds).as("seconds from the kill to training on").isLessThan(30);
      assertThat(second.waitFor()).as("%s", log("second")).isZero();
    } finally {
      second.destroyForcibly().waitFor();
    }
    int reached = told("first").get(told("first").size() - 1);
    int wentOnFrom = told("second").get(0);
    assertThat(reached - wentOnFrom).isBetween(0, settings.checkpointEvery());

    String resumed = run().state().orElseThrow().parameterSha256();
    try (SparkSession spark = SampleDataset.spark("local[2]")) {
      assertThat(
              TrainRuns.train(spark, SampleDataset.path(), path("undisturbed"), settings)
                  .state()
                  .parameterSha256())
          .isEqualTo(resumed);
    }
  }

  @Test
  void aDriverThatSleptAndWakesUpDoesNoHarmToItsSuccessor() throws Exception {
    RunSettings settings = TrainRuns.adienceNet(SEED, 8, 2, 2);
    Process sleeper = start("sleeper", List.of("-Xmx1g"), 8);
    try {
      await()
          .atMost(Duration.ofMinutes(4))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> told("sleeper").stream().anyMatch(done -> done >= 4));
      signal("STOP", sleeper);
      // As if it were in another container, so that only its silence can tell.
      Path claim = local(run()).resolve("_lease/0000000001");
      Files.writeString(claim, Files.readString(claim).replaceFirst("pid:\\[\\d+]", "pid:[1]"));
      try (SparkSession spark = SampleDataset.spark("local[2]")) {
        assertThat(
                TrainRuns.train(spark, SampleDataset.path(), path("runs"), settings)
                    .state()
                    .phase())
            .isEqualTo(Phase.FINISHED);
      }
      Map<String, String> successors = files(local(run()));
      signal("CONT", sleeper);
      assertThat(sleeper.waitFor(90, TimeUnit.SECONDS)).isTrue();
      assertThat(sleeper.exitValue()).isNotZero();
      assertThat(log("sleeper")).contains("the lease was lost");
      assertThat(files(local(run()))).isEqualTo(successors);
    } finally {
      sleeper.destroyForcibly().waitFor();
    }
  }

  private static void signal(String name, Process process) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor())
        .isZero();
  }

  /** Hashes of all files but the logs, each of which is one start's own. */
  private static Map<String, String> files(Path run) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    try (Stream<Path> all = Files.walk(run)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = run.relativize(file).toString();
        if (!name.startsWith("logs/")) {
          hashes.put(name, Sha256.of(Files.readAllBytes(file)));
        }
      }
    }
    return hashes;
  }

  @Test
  void tooLittleMemoryIsAnErrorThatSaysWhatToRaise() throws Exception {
    Process driver =
        start(
            "small",
            List.of(
                "-Xmx1g",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=700m",
                // DL4J would leave a report in the working directory.
                "-Dorg.deeplearning4j.crash.reporting.enabled=false"));
    assertThat(driver.waitFor()).as("%s", log("small")).isEqualTo(1);
    assertThat(log("small"))
        .contains("out of memory")
        .contains("AGEGENDER_NATIVE_MEMORY")
        .contains(io.agegender.foundation.error.FailedException.class.getName());
    assertThat(run().state().orElseThrow().phase()).isEqualTo(Phase.FAILED);
    assertThat(run().state().orElseThrow().message()).contains("out of memory");
  }

  @Test
  void aDriverThatIsAskedToStopEndsItsRoundAndLosesNone() throws Exception {
    Process driver = start("stopped", List.of("-Xmx1g"), TrainDriver.ENDLESS);
    try {
      await()
          .atMost(Duration.ofMinutes(3))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> !driver.isAlive() || told("stopped").stream().anyMatch(done -> done >= 3));
      driver.destroy(); // SIGTERM.
      assertThat(driver.waitFor(90, TimeUnit.SECONDS)).isTrue();
    } finally {
      driver.destroyForcibly().waitFor();
    }
    int reached = told("stopped").get(told("stopped").size() - 1);
    assertThat(run().state().orElseThrow().phase()).as(log("stopped")).isEqualTo(Phase.STOPPED);
    assertThat(run().state().orElseThrow().iteration()).isEqualTo(reached);
    assertThat(run().checkpoints().iterations()).containsExactly(reached);
    assertThat(run().checkpoints().parameters(reached).sha256())
        .isEqualTo(run().state().orElseThrow().parameterSha256());
  }

  @Test
  void aSweepThatIsAskedToStopSaysSoInALineAndLeavesItsRunStopped() throws Exception {
    Process driver =
        start(
            "sweep",
            List.of("-Xmx1g"),
            List.of(
                "io.agegender.jobs.cli.Main",
                "sweep",
                "--dataset=" + SampleDataset.path(),
                "--out=" + dir.resolve("runs"),
                "--set=sweep.architectures=[net_definitions]",
                "--set=sweep.initialisations=[fromscratch]",
                "--set=sweep.targets=[age]",
                "--set=sweep.alignments=[aligned]",
                "--set=sweep.test-folds=[0]",
                "--set=sweep.check=warn",
                "--set=train.missing-classes=warn",
                "--set=sweep.parallel-runs=1",
                "--set=train.averaging-frequency=1",
                "--set=train.batch-mode=per-worker",
                "--set=train.schedule=sample",
                "--set=train.stop-grace=20s",
                "--set=schedules.sample.net_definitions.batch-size=2",
                "--set=schedules.sample.net_definitions.snapshot-interval=2"));
    try {
      await()
          .atMost(Duration.ofMinutes(3))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> !driver.isAlive() || hasCheckpoint());
      assertThat(driver.isAlive()).as("%s", log("sweep")).isTrue();
      driver.destroy(); // SIGTERM.
      assertThat(driver.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      driver.destroyForcibly().waitFor();
    }
    assertThat(driver.exitValue()).as("%s", log("sweep")).isEqualTo(143);
    assertThat(log("sweep").lines().filter(line -> line.contains("stopped by SIGTERM")))
        .containsExactly("agegender: stopped by SIGTERM; start the same command again to resume");
    assertThat(log("sweep"))
        .doesNotContain("Exception", "internal error", "tried again", "\tat ", "1 failed");
    RunDirectory stopped = run();
    assertThat(stopped.state().orElseThrow().phase()).isEqualTo(Phase.STOPPED);
    assertThat(stopped.state().orElseThrow().iteration()).isPositive();
    assertThat(local(stopped).resolve("_lease")).doesNotExist();
  }

  private boolean hasCheckpoint() {
    return !RunDirectory.list(path("runs"), new Configuration()).isEmpty()
        && !run().checkpoints().iterations().isEmpty();
  }

  private Process start(String name, List<String> options) throws IOException {
    return start(name, options, ITERATIONS);
  }

  private Process start(String name, List<String> options, int iterations) throws IOException {
    return start(
        name,
        options,
        List.of(
            TrainDriver.class.getName(),
            SampleDataset.path().toString(),
            path("runs").toString(),
            String.valueOf(SEED),
            String.valueOf(iterations),
            dir.resolve(name + ".told").toString()));
  }

  private Process start(String name, List<String> options, List<String> program)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(a -> a.startsWith("--add-opens") || a.startsWith("-Dorg.eclipse"))
        .forEach(command::add);
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(program);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(dir.resolve(name + ".log").toFile())
        .start();
  }

  private List<Integer> told(String name) throws IOException {
    Path file = dir.resolve(name + ".told");
    if (!Files.exists(file)) {
      return List.of();
    }
    return Files.readAllLines(file).stream().map(Integer::parseInt).toList();
  }

  private String log(String name) throws IOException {
    return Files.readString(dir.resolve(name + ".log"));
  }

  private RunDirectory run() {
    return TrainRuns.only(path("runs"), new Configuration());
  }

  private static Path local(RunDirectory run) {
    return Path.of(run.path().toUri().getPath());
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(dir.resolve(name).toUri());
  }
}
