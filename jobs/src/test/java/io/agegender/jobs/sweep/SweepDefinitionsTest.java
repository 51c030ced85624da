// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import io.agegender.definitions.TrainingDefinition;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.UsageException;
import io.agegender.jobs.train.TrainSettings;
import io.agegender.run.RunName;
import io.agegender.run.RunSettings;
import io.agegender.run.Schedules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of definitions beside built-in configurations; nothing is trained here. */
class SweepDefinitionsTest {
  private static final TrainingDefinition BUILT_IN =
      TrainingDefinition.of(
          RunName.parse("age_net_definitions"),
          0,
          SettingsReader.read(Settings.defaults(), Schedules::read),
          "committed");
  private static final String NET = BUILT_IN.trainVal();
  private static final String SMALL = NET.replace("crop_size: 227", "crop_size: 195");
  private static final String SOLVER = BUILT_IN.solver("x");

  @TempDir Path dir;

  private Path folder(String path, String net, String solver) throws IOException {
    Path folder = Files.createDirectories(dir.resolve(path));
    Files.writeString(folder.resolve("train_val.prototxt"), net);
    Files.writeString(folder.resolve("solver.prototxt"), solver);
    return folder;
  }

  private static List<RunSettings> runs(String targets, Path... definitions) {
    List<String> quoted = new ArrayList<>();
    for (Path definition : definitions) {
      quoted.add("\"" + definition + "\"");
    }
    Config config =
        Settings.load(
            Optional.empty(),
            List.of(
                "train.schedule=committed",
                "sweep.targets=" + targets,
                "sweep.initialisations=[fromscratch]",
                "sweep.architectures=[net_definitions]",
                "sweep.alignments=[aligned]",
                "sweep.test-folds=[0]",
                "sweep.definitions=" + quoted));
    return SettingsReader.read(config, SweepSettings::read)
        .runs(SettingsReader.read(config, TrainSettings::read));
  }

  private static List<String> titles(List<RunSettings> runs) {
    return runs.stream().map(RunSettings::title).toList();
  }

  @Test
  void namesAndFoldersMixAndWhatIsTheSameIsTrainedOnce() throws IOException {
    List<RunSettings> runs =
        runs("[age,gender]", folder("age_same", NET, SOLVER), folder("age_195", SMALL, SOLVER));
    assertThat(titles(runs))
        .satisfiesExactly(
            title -> assertThat(title).isEqualTo("age_net_definitions/fold-0"),
            title -> assertThat(title).isEqualTo("gender_net_definitions/fold-0"),
            title -> assertThat(title).matches("age_195-[0-9a-f]{10}/fold-0"));
    assertThat(runs("[age]", dir.resolve("age_same"))).isEqualTo(runs.subList(0, 1));
  }

  @Test
  void foldersOfOneNameAreToldApartByTheirNetworksAndRefusedWhereTheSolverAloneDiffers()
      throws IOException {
    Path one = folder("one/age_mine", SMALL, SOLVER);
    Path two = folder("two/age_mine", SMALL.replace("num_output: 96", "num_output: 48"), SOLVER);
    assertThat(titles(runs("[]", one, two))).hasSize(2).doesNotHaveDuplicates();

    Path three = folder("three/age_mine", SMALL, SOLVER.replace("momentum: 0.9", "momentum: 0.8"));
    assertThatThrownBy(() -> runs("[]", one, three))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("two different runs are named age_mine-")
        .hasMessageContaining("rename a folder");
    Path renamed = Files.move(three, dir.resolve("three/age_slower"));
    assertThat(titles(runs("[]", one, renamed))).hasSize(2).doesNotHaveDuplicates();
  }

  /** A sweep that is started again finds its runs by what the files mean. */
  @Test
  void aFolderThatWasMovedOrReformattedIsTheSameRun() throws IOException {
    Path folder = folder("age_mine", SMALL, SOLVER);
    List<RunSettings> before = runs("[]", folder);
    Path moved =
        Files.move(folder, Files.createDirectories(dir.resolve("elsewhere")).resolve("age_mine"));
    folder("elsewhere/age_mine", "# edited\n" + SMALL.replace("  ", "\t"), SOLVER + "display: 7\n");
    assertThat(runs("[]", moved)).isEqualTo(before);
    folder("elsewhere/age_mine", SMALL.replace("num_output: 96", "num_output: 48"), SOLVER);
    assertThat(titles(runs("[]", moved))).doesNotContainAnyElementsOf(titles(before));
  }

  @Test
  void problemsOfAFolderStopTheSweepBeforeAnythingStarts() throws IOException {
    Path folder = folder("age_mine", NET.replace("ReLU", "ELU"), "lr_policy: 'sigmoid'");
    assertThatThrownBy(() -> runs("[age]", folder))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("age_mine/train_val.prototxt:")
        .hasMessageContaining("age_mine/solver.prototxt:1: field 'lr_policy'")
        .hasMessageContaining("nothing was started");
  }
}
