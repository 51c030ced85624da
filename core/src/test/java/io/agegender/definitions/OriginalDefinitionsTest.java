// SPDX-License-Identifier: Apache-2.0
package io.agegender.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.adience.Target;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.network.definition.Architecture;
import io.agegender.network.definition.prototxt.DataLayer;
import io.agegender.network.definition.prototxt.NetFile;
import io.agegender.network.definition.prototxt.SolverDefinition;
import io.agegender.run.RunName;
import io.agegender.run.Schedules;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every file of the original's age definitions is the built-in configuration, cell by cell. */
class OriginalDefinitionsTest {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final Schedules SCHEDULES =
      SettingsReader.read(Settings.defaults(), Schedules::read);

  /** Of this thread for all files in one process, while the JVM gets warm. */
  private static final Duration LONGEST = Duration.ofSeconds(3);

  @Test
  void everyFileIsTheBuiltInConfiguration() throws IOException {
    Map<String, Map<String, byte[]>> files = OriginalDefinitions.age();
    assertThat(files.keySet())
        .containsExactlyElementsOf(
            RunName.all().stream()
                .filter(run -> run.target() == Target.AGE)
                .map(RunName::toString)
                .toList());
    long start = THREADS.getCurrentThreadCpuTime();
    List<DefinitionFolder> folders =
        files.entrySet().stream()
            .map(e -> DefinitionFolder.of(e.getKey(), e.getValue(), Optional.empty()))
            .toList();
    // Not the clock's time, which other processes on the machine lengthen.
    assertThat(Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - start)).isLessThan(LONGEST);
    int nets = 0;
    int solvers = 0;
    int deploys = 0;
    for (DefinitionFolder folder : folders) {
      RunName run = RunName.parse(folder.name());
      assertThat(folder.problems()).as(folder.name()).isEmpty();
      FolderComparison comparison = FolderComparison.nearest(folder, SCHEDULES);
      assertThat(comparison).isEqualTo(new FolderComparison(run, "committed", List.of()));
      for (Map.Entry<String, NetFile> net : folder.nets().entrySet()) {
        if (net.getKey().startsWith("train_val")) {
          assertTraining(run, net.getKey(), net.getValue());
          nets++;
        } else {
          // Five extra files of one configuration, which differ in the validation's source.
          assertThat(folder.name()).isEqualTo("age_fromscratch_caffereference");
        }
      }
      for (Map.Entry<String, SolverDefinition> solver : folder.solvers().entrySet()) {
        assertThat(solver.getValue().net())
            .contains(solver.getKey().replace("solver", "train_val"));
        assertThat(solver.getValue().withoutMeaning())
            .containsExactlyInAnyOrder(
                "test_iter", "test_interval", "display", "solver_mode", "snapshot_prefix");
        solvers++;
      }
      deploys += folder.deploy().isPresent() ? 1 : 0;
    }
    assertThat(List.of(nets, solvers, deploys)).containsExactly(95, 95, 19);
  }

  /** The network and the solver are compared; here the rest: name, sources and validation. */
  private static void assertTraining(RunName run, String file, NetFile net) {
    TrainingDefinition expected =
        TrainingDefinition.of(
            run, DefinitionFolder.fold(file).orElseThrow(), SCHEDULES, "committed");
    assertThat(net.network()).isEqualTo(expected.network());
    assertThat(net.train()).contains(expected.train());
    DataLayer test = net.test().orElseThrow();
    DataLayer ours = expected.test().orElseThrow();
    // docs/fidelity.md: VGG16 validates on training faces, which is fixed. The batch of the
    // validation is that of no run: there is no validation while training.
    boolean vgg = run.architecture().equals(Architecture.VGG16);
    String source = vgg ? expected.train().source() : ours.source();
    assertThat(test)
        .isEqualTo(new DataLayer(vgg ? 10 : 50, ours.size(), false, source, ours.meanFile()));
    assertThat(net.withoutMeaning())
        .isSubsetOf(
            "data_param.backend",
            "layers of type Accuracy",
            "layers of type Softmax",
            "convolution_param.weight_filler.std",
            "inner_product_param.weight_filler.std");
  }
}
