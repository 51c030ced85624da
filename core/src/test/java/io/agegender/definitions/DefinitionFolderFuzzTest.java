// SPDX-License-Identifier: Apache-2.0
package io.agegender.definitions;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agegender.adience.Target;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.network.definition.prototxt.OwnDefinitions;
import io.agegender.run.Schedules;
import io.agegender.testing.Fuzz;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Folders with damaged files: whatever {@code definitions --check} says of them, it says it. */
class DefinitionFolderFuzzTest {
  private static final Schedules SCHEDULES =
      SettingsReader.read(Settings.defaults(), Schedules::read);
  private static final byte[] SOLVER =
      """
      base_lr: 0.001 lr_policy: "step" gamma: 0.1 stepsize: 10000 max_iter: 950 momentum: 0.9
      weight_decay: 0.0005 snapshot: 50
      """
          .getBytes(UTF_8);

  private static byte[] net(String name) {
    return OwnDefinitions.text(name).getBytes(UTF_8);
  }

  private static void check(String name, byte[] net, byte[] solver) {
    DefinitionFolder folder =
        DefinitionFolder.of(
            name,
            Map.of("train_val.prototxt", net, "solver.prototxt", solver, "deploy.prototxt", net),
            Optional.of(Target.AGE));
    List<String> obstacles = DefinedRun.obstacles(folder, SCHEDULES);
    FolderText.of(folder, obstacles, SCHEDULES);
  }

  @Test
  void networks() throws Exception {
    Fuzz.of("folder-net", net("lenet"), net("branches"))
        .run(800, bytes -> check("age_own", bytes, SOLVER));
  }

  @Test
  void solvers() throws Exception {
    byte[] net = net("lenet");
    Fuzz.of("folder-solver", SOLVER).run(800, bytes -> check("age_net_definitions", net, bytes));
  }
}
