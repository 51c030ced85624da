// SPDX-License-Identifier: Apache-2.0
package io.agegender.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.adience.Target;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.UsageException;
import io.agegender.run.RunName;
import io.agegender.run.Schedules;
import io.agegender.storage.FileStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionFolderTest {
  private static final Schedules SCHEDULES =
      SettingsReader.read(Settings.defaults(), Schedules::read);

  @TempDir java.nio.file.Path dir;

  private FileStore store() {
    return FileStore.of(new Path(dir.toUri()), new Configuration());
  }

  /** All 38 configurations, written and read again. */
  @Test
  void theOriginalsLayoutIsReadAsItWasWritten() {
    assertThat(OriginalLayout.write(store(), SCHEDULES, "published")).isEqualTo(38 * 11);
    List<DefinitionFolder> folders = DefinitionFolder.readAll(store(), Optional.empty());
    assertThat(folders)
        .extracting(DefinitionFolder::name)
        .containsExactlyElementsOf(RunName.all().stream().map(RunName::toString).toList());
    for (DefinitionFolder folder : folders) {
      assertThat(FolderComparison.nearest(folder, SCHEDULES))
          .isEqualTo(new FolderComparison(RunName.parse(folder.name()), "published", List.of()));
    }
    assertThat(text(folders.get(17)))
        .containsExactly(
            "age_net_definitions_mixed",
            "  data        crops of 227x227 pixels, mirrored at random, 50 in a minibatch",
            "  network     'CaffeNet': input 227x227 pixels, 19 layers, 11,415,048 parameters, 709,253,120 multiplications a picture",
            "  memory      %s".formatted(text(folders.get(16)).get(3).strip().substring(12)),
            "  solver      base rate 0.001, policy Step[gamma=0.1, stepSize=10000], momentum 0.9, decay 5.0E-4; 100000 iterations, a snapshot every 1000",
            "  no meaning  data_param.backend, layers of type Accuracy, display, snapshot_prefix",
            "  equals      age_net_definitions_mixed, schedule published");
    assertThat(text(folders.get(36)).toString())
        .contains(
            "gamma=0.1, stepSize=10000], momentum 0.9",
            "(fold 0, fold 4)",
            "(fold 1, fold 2, fold 3)");
  }

  @Test
  void theFirstDifferenceNamesLayerFieldAndBothValues() {
    TrainingDefinition built =
        TrainingDefinition.of(RunName.parse("age_net_definitions"), 0, SCHEDULES, "committed");
    String changed =
        built
            .trainVal()
            .replaceFirst(
                "num_output: 256\n(\\s+)kernel_size: 5", "num_output: 256\n$1kernel_size: 3");
    assertThat(text("mine", changed, built.solver("x").replace("momentum: 0.9", "momentum: 0.8")))
        .contains(
            "  differs     from age_net_definitions, schedule committed in 2 values; the first is"
                + " train_val.prototxt: layer 'conv2', window.kernel: 3, built-in 5");
    assertThat(
            text(
                "mine",
                built.trainVal(),
                built.solver("x").replace("momentum: 0.9", "momentum: 0.8")))
        .contains(
            "  differs     from age_net_definitions, schedule committed in 1 value; the first is"
                + " solver.prototxt: solver, solver.momentum: 0.8, built-in 0.9");
    assertThat(text("mine", changed, built.solver("x")))
        .contains(
            "  differs     from age_net_definitions, schedule committed in 1 value; the first is"
                + " train_val.prototxt: layer 'conv2', window.kernel: 3, built-in 5");
    assertThat(
            text("mine", built.trainVal().replace("fc6\"", "fc6x\""), built.solver("x")).toString())
        .contains("layer 'fc6', type: absent, built-in InnerProduct");
  }

  private static List<String> text(String name, String net, String solver) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("solver.prototxt", solver.getBytes(StandardCharsets.UTF_8));
    files.put("train_val.prototxt", net.getBytes(StandardCharsets.UTF_8));
    return text(DefinitionFolder.of(name, files, Optional.empty()));
  }

  private static List<String> text(DefinitionFolder folder) {
    return FolderText.of(folder, DefinedRun.obstacles(folder, SCHEDULES), SCHEDULES);
  }

  @Test
  void whatCouldNotBeTrainedIsNamed() {
    TrainingDefinition age =
        TrainingDefinition.of(RunName.parse("age_net_definitions"), 1, SCHEDULES, "committed");
    byte[] net = age.trainVal().getBytes(StandardCharsets.UTF_8);
    byte[] solver = age.solver("x").getBytes(StandardCharsets.UTF_8);
    assertThat(text("mine", age.trainVal(), age.solver("x")))
        .last()
        .asString()
        .contains("  untrained   mine: what is predicted, age or gender? Say --target");
    assertThat(
            text(
                DefinitionFolder.of(
                    "age_mine",
                    Map.of(
                        "train_val_test_fold_is_1.prototxt", net,
                        "train_val_test_fold_is_5.prototxt", net,
                        "solver_test_fold_is_1.prototxt", solver,
                        "solver_test_fold_is_2.prototxt", solver,
                        "quick.prototxt", net),
                    Optional.empty())))
        .filteredOn(line -> line.startsWith("  un"))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .contains("quick.prototxt, train_val_test_fold_is_5.prototxt: training takes"),
            line -> assertThat(line).contains("neither train_val_test_fold_is_2.prototxt nor"));
    assertThat(
            text(
                DefinitionFolder.of(
                    "age_mine",
                    Map.of("deploy.prototxt", age.deploy().getBytes(StandardCharsets.UTF_8)),
                    Optional.empty())))
        .last()
        .asString()
        .contains("neither solver_test_fold_is_0.prototxt nor solver.prototxt; it has none");
  }

  @Test
  void problemsOfAllFilesAreListedTogether() throws Exception {
    java.nio.file.Path folder = Files.createDirectory(dir.resolve("gender_mine"));
    TrainingDefinition age =
        TrainingDefinition.of(RunName.parse("age_net_definitions"), 0, SCHEDULES, "committed");
    Files.writeString(folder.resolve("train_val.prototxt"), age.trainVal());
    Files.writeString(folder.resolve("solver.prototxt"), "<html>");
    Files.writeString(folder.resolve("deploy.prototxt"), age.deploy().replace("ReLU", "ELU"));
    DefinitionFolder read = DefinitionFolder.readAll(store(), Optional.empty()).get(0);
    assertThat(text(read).toString())
        .contains(
            "gender_mine/train_val.prototxt:",
            "layer 'fc8': 8 outputs, but the target has 2 classes",
            "gender_mine/solver.prototxt:1: the file begins with '<html>'",
            "field 'type': 'ELU' is not implemented (did you mean 'ReLU'?)");
    assertThat(DefinitionFolder.readAll(store(), Optional.of(Target.AGE)).get(0).nets()).hasSize(1);
    Files.delete(folder.resolve("train_val.prototxt"));
    Files.delete(folder.resolve("solver.prototxt"));
    Files.delete(folder.resolve("deploy.prototxt"));
    assertThatThrownBy(() -> DefinitionFolder.readAll(store(), Optional.empty()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("has no .prototxt file");
  }
}
