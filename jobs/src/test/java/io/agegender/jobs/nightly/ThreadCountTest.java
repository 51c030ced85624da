// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.jobs.SampleDataset;
import io.agegender.jobs.cli.Cli;
import io.agegender.jobs.cli.Main;
import io.agegender.jobs.spark.Machine;
import io.agegender.regression.Difference;
import io.agegender.regression.baseline.Check;
import io.agegender.regression.baseline.Checks;
import io.agegender.run.RunDirectory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same training in a JVM of another thread count. */
@Tag("slow")
class ThreadCountTest {
  @TempDir Path dir;

  @Test
  void anotherThreadCountGivesOtherBitsAndIsTheFirstDifferenceInTheProvenance() throws Exception {
    assertThat(Cli.run(arguments("here").toArray(String[]::new))).isZero();
    int others = Machine.threadsOfThisJvm() == 1 ? 2 : 1;
    assertThat(elsewhere(others)).isZero();
    Check here = check("here");
    Check there = check("there");
    assertThat(there.hash()).isNotEqualTo(here.hash());
    assertThat(Difference.between(here.facts(), there.facts()).get(0))
        .hasToString("settings.threads: %d, now %d".formatted(Machine.threadsOfThisJvm(), others));
  }

  private int elsewhere(int threads) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments("there"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put(Machine.THREADS_VARIABLE, String.valueOf(threads));
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(dir.resolve("there.log").toFile());
    return builder.start().waitFor();
  }

  private List<String> arguments(String runs) {
    return List.of(
        "train",
        "--master",
        "local[1]",
        "--dataset",
        SampleDataset.path().toString(),
        "--run",
        "age_net_definitions",
        "--test-fold",
        "0",
        "--out",
        dir.resolve(runs).toString(),
        "--set",
        "train.schedule=sample",
        "--set",
        "train.missing-classes=warn",
        "--set",
        "schedules.sample.net_definitions={iterations=1,snapshot-interval=1,batch-size=4}");
  }

  private Check check(String runs) {
    return Checks.run(
        "train",
        RunDirectory.list(
                new org.apache.hadoop.fs.Path(dir.resolve(runs).toUri()), new Configuration())
            .get(0));
  }
}
