// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.jobs.sweep.SweepSettings;
import io.agegender.jobs.train.TrainSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sizes in {@code submit/} are those that a plan of the paper's sweep prints. */
class SubmittedSizesTest {
  private static final Path ROOT = Path.of(System.getProperty("agegender.root"));
  private static final int SLOTS = 8;
  private static final int THREADS = 8;

  @ParameterizedTest
  @ValueSource(strings = {"standalone.properties", "yarn.properties"})
  void ofTheProperties(String file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(ROOT.resolve("submit").resolve(file))) {
      properties.load(reader);
    }
    Map<String, String> planned = planned();
    assertThat(planned)
        .containsEntry("spark.executor.memory", properties.getProperty("spark.executor.memory"))
        .containsEntry("spark.executor.cores", properties.getProperty("spark.executor.cores"))
        .containsEntry("spark.task.cpus", properties.getProperty("spark.task.cpus"))
        .containsEntry(
            "spark.executorEnv.OMP_NUM_THREADS",
            properties.getProperty("spark.executorEnv.OMP_NUM_THREADS"));
    if (properties.containsKey("spark.executor.memoryOverhead")) {
      assertThat(planned)
          .containsEntry(
              "spark.executor.memoryOverhead",
              properties.getProperty("spark.executor.memoryOverhead"));
    }
    assertThat(Files.readString(ROOT.resolve("submit").resolve(file)))
        .contains(
            "AGEGENDER_DRIVER_MEMORY=%s OMP_NUM_THREADS=%d"
                .formatted(planned.get("spark.driver.memory"), THREADS));
  }

  @Test
  void ofTheKubernetesManifest() throws IOException {
    Map<String, String> planned = planned();
    assertThat(Files.readString(ROOT.resolve("submit/kubernetes/sweep.yaml")))
        .contains("    memory: " + planned.get("spark.driver.memory") + "\n")
        .contains(
            "    memory: %s\n    memoryOverhead: %s\n"
                .formatted(
                    planned.get("spark.executor.memory"),
                    planned.get("spark.executor.memoryOverhead")));
  }

  private static Map<String, String> planned() {
    Config config =
        Settings.load(
            Optional.of(ROOT.resolve("conf/paper.conf")), List.of("train.threads=" + THREADS));
    TrainSettings train = SettingsReader.read(config, TrainSettings::read);
    List<PlannedRun> runs =
        SettingsReader.read(config, SweepSettings::read).runs().stream()
            .map(name -> Made.run(train.forRun(name, 0), RunProgress.WAITING, Optional.empty()))
            .toList();
    Cluster cluster = new Cluster("yarn", SLOTS, SLOTS, Made.GIB, Made.GIB, 0, Made.GIB, Made.GIB);
    return StartOptions.of(runs, SLOTS / train.averaging().workers(), cluster, THREADS)
        .cluster()
        .stream()
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
  }
}
