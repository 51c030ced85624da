// SPDX-License-Identifier: Apache-2.0
package io.agegender.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.adience.Alignment;
import io.agegender.adience.Target;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.UsageException;
import io.agegender.run.RunName;
import io.agegender.run.Schedules;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DefinedRunTest {
  private static final Schedules SCHEDULES =
      SettingsReader.read(Settings.defaults(), Schedules::read);
  private static final RunName ADIENCE = RunName.parse("age_net_definitions");
  private static final TrainingDefinition BUILT =
      TrainingDefinition.of(ADIENCE, 0, SCHEDULES, "committed");
  private static final String NET = BUILT.trainVal();
  private static final String SOLVER = BUILT.solver("x");

  private static DefinedRun run(String folder, String net, String solver) {
    return run(folder, Map.of("train_val.prototxt", net, "solver.prototxt", solver));
  }

  private static DefinedRun run(String folder, Map<String, String> texts) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    texts.forEach((name, text) -> files.put(name, text.getBytes(StandardCharsets.UTF_8)));
    return DefinedRun.of(
        DefinitionFolder.of(folder, files, Optional.of(Target.AGE)), 0, SCHEDULES, "sample");
  }

  /** Whatever the configuration: a folder that means the same gives the run of the name. */
  @Test
  void whatMeansABuiltInConfigurationIsThatConfiguration() {
    for (RunName name : RunName.all()) {
      TrainingDefinition written = TrainingDefinition.of(name, 0, SCHEDULES, "published");
      DefinitionFolder folder =
          DefinitionFolder.of(
              name.toString(),
              Map.of(
                  "train_val_test_fold_is_0.prototxt",
                  written.trainVal().getBytes(StandardCharsets.UTF_8),
                  "solver_test_fold_is_0.prototxt",
                  written.solver("x").getBytes(StandardCharsets.UTF_8)),
              Optional.empty());
      assertThat(DefinedRun.of(folder, 0, SCHEDULES, "sample"))
          .isEqualTo(new DefinedRun(name, "published", SCHEDULES.of("published", name, 0), true));
    }
  }

  @Test
  void titleCommentsFolderAndSnapshotsDoNotMatter() {
    DefinedRun run =
        run(
            "mine",
            "# ours\n" + NET.replace("\"CaffeNet\"", "\"x\""),
            SOLVER.replaceFirst("snapshot: \\d+", "snapshot: 7"));
    assertThat(run.name()).isEqualTo(ADIENCE);
    assertThat(run.scheduleName()).isEqualTo("committed");
    assertThat(run.schedule().snapshotInterval()).isEqualTo(7);
  }

  @Test
  void anotherSolverKeepsTheNameOfItsFolderOnly() {
    String solver = SOLVER.replaceFirst("max_iter: \\d+", "max_iter: 20");
    DefinedRun named = run("age_net_definitions", NET, solver);
    assertThat(named.name()).isEqualTo(ADIENCE);
    assertThat(named.scheduleName()).isEqualTo(DefinedRun.OWN);
    assertThat(named.schedule().iterations()).isEqualTo(20);
    DefinedRun other = run("age_short_unaligned", NET, solver);
    assertThat(other.name().toString()).matches("age_short-[0-9a-f]{10}_unaligned");
    assertThat(other.schedule().trainedOn()).isEqualTo(Alignment.UNALIGNED);
  }

  @Test
  void cropBatchAndMirrorAreTheFiles() {
    String net =
        NET.replaceFirst("mirror: true", "mirror: false")
            .replace("crop_size: 227", "crop_size: 195")
            .replaceFirst("batch_size: 50", "batch_size: 6");
    DefinedRun run = run("age_net_definitions", net, SOLVER);
    assertThat(run.name().toString()).matches("age_net_definitions-[0-9a-f]{10}");
    assertThat(run.name().architecture().inputSize()).isEqualTo(195);
    assertThat(run.schedule().batchSize()).isEqualTo(6);
    assertThat(run.mirror()).isFalse();
    assertThat(run("age_net_definitions", NET.replace("mirror: true", "mirror: false"), SOLVER))
        .isEqualTo(
            new DefinedRun(ADIENCE, DefinedRun.OWN, SCHEDULES.of("committed", ADIENCE, 0), false));
  }

  @Test
  void whatCannotBeTrainedIsRefusedWithAllProblems() {
    assertThatThrownBy(() -> run("mine", NET.replace("ReLU", "ELU"), "lr_policy: 'sigmoid'"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("'ELU' is not implemented")
        .hasMessageContaining("mine/solver.prototxt:1: field 'lr_policy'")
        .hasMessageContaining("nothing was started");
    assertThatThrownBy(() -> run("mine", Map.of("train_val.prototxt", NET)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("neither solver_test_fold_is_0.prototxt nor solver.prototxt");
    assertThatThrownBy(
            () ->
                DefinedRun.of(
                    DefinitionFolder.of(
                        "mine",
                        Map.of(
                            "train_val.prototxt", NET.getBytes(StandardCharsets.UTF_8),
                            "solver.prototxt", SOLVER.getBytes(StandardCharsets.UTF_8)),
                        Optional.empty()),
                    0,
                    SCHEDULES,
                    "sample"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Say --target");
  }
}
