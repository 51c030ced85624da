// SPDX-License-Identifier: Apache-2.0
package io.agegender.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agegender.adience.Alignment;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.UsageException;
import io.agegender.network.solver.LearningRatePolicy.Step;
import io.agegender.network.solver.SolverSettings;
import io.agegender.testing.SharedData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchedulesTest {
  private static final Schedules DEFAULTS =
      SettingsReader.read(Settings.defaults(), Schedules::read);

  /** With the original's mistake about the faces of one configuration. */
  private static final Schedules ORIGINAL =
      SettingsReader.read(
          Settings.load(
              Optional.empty(),
              List.of("schedules.gender-finetuning-googlenet-mixed-faces=unaligned")),
          Schedules::read);

  static Stream<RunName> runs() {
    return Originals.runs().stream();
  }

  @ParameterizedTest
  @MethodSource("runs")
  void everyConfigurationIsTheOriginals(RunName run) throws IOException {
    JsonNode original = original(run);
    JsonNode solver = original.get("solver");
    JsonNode gammas = original.get("solver_per_fold_differences").path("gamma");
    JsonNode longRun = original.get("scored_long_run");
    assertThat(ORIGINAL.of("published", run, 0).trainedOn().key())
        .isEqualTo(original.get("train").get("lmdb_preproc").asText())
        .isEqualTo(original.get("train").get("mean_preproc").asText());
    for (int fold = 0; fold < 5; fold++) {
      SolverSettings expected =
          new SolverSettings(
              solver.get("base_lr").asDouble(),
              gammas.isArray() ? gammas.get(fold).asDouble() : solver.get("gamma").asDouble(),
              solver.get("stepsize").asInt(),
              solver.get("momentum").asDouble(),
              solver.get("weight_decay").asDouble());
      int batchSize = original.get("train").get("batch_size").asInt();
      assertThat(DEFAULTS.of("committed", run, fold))
          .isEqualTo(
              new Schedule(
                  expected,
                  run.alignment(),
                  batchSize,
                  solver.get("max_iter").asInt(),
                  solver.get("snapshot").asInt()));
      assertThat(DEFAULTS.of("published", run, fold))
          .isEqualTo(
              new Schedule(
                  expected,
                  run.alignment(),
                  batchSize,
                  longRun.get("final_iteration").asInt(),
                  longRun.get("snapshot_step").asInt()));
    }
  }

  private static JsonNode original(RunName run) throws IOException {
    Path file = SharedData.require("reference/configs.json");
    for (JsonNode config : new ObjectMapper().readTree(file.toFile()).get("configs")) {
      if (config.get("directory").asText().equals(run.toString())) {
        return config;
      }
    }
    throw new AssertionError(file + " has no " + run);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void theSampleIsShortAndTakesASnapshot(RunName run) {
    Schedule schedule = DEFAULTS.of("sample", run, 0);
    assertThat(schedule.iterations()).isLessThanOrEqualTo(200);
    assertThat(schedule.snapshotInterval()).isLessThanOrEqualTo(schedule.iterations());
    assertThat(schedule.solver()).isEqualTo(DEFAULTS.of("published", run, 0).solver());
  }

  @Test
  void deviationsOfTheOriginalAreMendedBySettings() {
    RunName mixed = RunName.parse("gender_net_definitions_mixed");
    RunName google = RunName.parse("age_finetuning_googlenet");
    assertThat(DEFAULTS.of("committed", mixed, 1).solver().policy())
        .isEqualTo(new Step(0.3, 10_000));
    Schedules mended =
        SettingsReader.read(
            Settings.load(
                Optional.empty(),
                List.of(
                    "schedules.gender-net-definitions-mixed-gamma=[]",
                    "schedules.solvers.net_definitions.mixed-step-size=20000",
                    "schedules.committed.exceptions.age_finetuning_googlenet=950")),
            Schedules::read);
    assertThat(mended.of("committed", mixed, 1).solver().policy()).isEqualTo(new Step(0.1, 20_000));
    RunName unaligned = RunName.parse("gender_finetuning_googlenet_mixed");
    assertThat(DEFAULTS.of("published", unaligned, 0).trainedOn()).isEqualTo(Alignment.MIXED);
    assertThat(ORIGINAL.of("published", unaligned, 0).trainedOn()).isEqualTo(Alignment.UNALIGNED);
    assertThat(mended.of("committed", google, 0).iterations()).isEqualTo(950);
    assertThat(DEFAULTS.of("published", google, 0).iterations()).isEqualTo(170_000);
  }

  @Test
  void wrongNamesFoldsAndNumbersAreRefused() {
    RunName run = RunName.parse("age_net_definitions");
    assertThatThrownBy(() -> DEFAULTS.of("publshed", run, 0))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("did you mean 'published'?");
    assertThatThrownBy(() -> DEFAULTS.of("published", run, 5))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("test fold 5");
    assertThatThrownBy(
            () ->
                SettingsReader.read(
                        Settings.load(
                            Optional.empty(),
                            List.of("schedules.gender-finetuning-googlenet-mixed-faces=both")),
                        Schedules::read)
                    .of("sample", RunName.parse("gender_finetuning_googlenet_mixed"), 0))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("unknown alignment 'both'");
    assertProblem(
        "schedules.gender-net-definitions-mixed-gamma=[0.1]",
        "is [0.1]; it must be one value for each");
    assertProblem(
        "schedules.published.net_definitions.iterations=0",
        "iterations' is 0; it must be a whole number, at least 1");
    assertProblem(
        "schedules.published.net_definitions.batch-size=1.5", "is 1.5; it must be a whole number");
    assertProblem("schedules.published.exceptions.age_nets=7", "unknown run 'age_nets'");
  }

  private static void assertProblem(String setting, String text) {
    assertThatThrownBy(
            () ->
                SettingsReader.read(
                        Settings.load(Optional.empty(), List.of(setting)), Schedules::read)
                    .of("published", RunName.parse("gender_net_definitions_mixed"), 0))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(text);
  }
}
