// SPDX-License-Identifier: Apache-2.0
package io.agegender.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every type of layer, trained and scored by the command with the packed jar. All other tests have
 * the whole libraries on their class path and cannot see what the jar lacks.
 */
@Tag("slow")
class NetworksFromTheJarTest {
  private static final Path ROOT = Path.of(System.getProperty("agegender.root"));
  private static final Path DEFINITIONS = ROOT.resolve("core/src/test/resources/definitions");

  @TempDir Path dir;

  private String agegender(int expected, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(ROOT.resolve("submit/agegender").toString());
    command.addAll(List.of(arguments));
    Map<String, String> environment = new TreeMap<>(System.getenv());
    environment.put("AGEGENDER_DRIVER_MEMORY", "3g");
    Ended ended = Ended.of(command, dir, environment);
    assertThat(ended.code()).as(ended.text()).isEqualTo(expected);
    return ended.out();
  }

  private void definition(String from, String to) throws IOException {
    Path folder = Files.createDirectories(dir.resolve(to));
    for (String file : List.of("train_val.prototxt", "solver.prototxt")) {
      Files.copy(DEFINITIONS.resolve(from).resolve(file), folder.resolve(file));
    }
  }

  @Test
  void eachTypeOfLayerIsTrainedAndScored() throws Exception {
    agegender(0, "sample-data", "--out", "raw", "--faces", "60", "--size", "64");
    agegender(0, "prepare", "--raw", "raw", "--out", "dataset");
    definition("overhang", "age_overhang");
    definition("branches", "age_branches");
    definition("average", "gender_average");
    List<String> sweep = new ArrayList<>(List.of("sweep", "--dataset", "dataset", "--out", "runs"));
    for (String setting :
        List.of(
            "sweep.targets=[age]",
            "sweep.initialisations=[fromscratch]",
            "sweep.architectures=[net_definitions,googlenet]",
            "sweep.alignments=[aligned]",
            "sweep.test-folds=[0]",
            "sweep.definitions=[age_overhang,age_branches,gender_average]",
            "train.schedule=sample",
            "train.missing-classes=warn",
            "schedules.sample.net_definitions.iterations=1",
            "schedules.sample.net_definitions.snapshot-interval=1",
            "schedules.sample.googlenet.iterations=1",
            "schedules.sample.googlenet.snapshot-interval=1",
            "schedules.sample.googlenet.batch-size=2")) {
      sweep.addAll(List.of("--set", setting));
    }
    assertThat(SmallSweep.hashes(agegender(0, sweep.toArray(String[]::new)))).hasSize(5);
  }
}
