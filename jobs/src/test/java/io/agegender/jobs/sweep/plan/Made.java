// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep.plan;

import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.jobs.train.TrainSettings;
import io.agegender.run.RunName;
import io.agegender.run.RunSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Made-up clusters and runs. */
final class Made {
  static final long GIB = 1L << 30;

  private Made() {}

  /** A laptop with 2 slots, 4 GiB of heap and 16 GiB for the process. */
  static Cluster local() {
    return new Cluster("local[2]", 2, 1, 4 * GIB, 4 * GIB, 0, 16 * GIB, GIB);
  }

  /** Four executors of a slot each. */
  static Cluster cluster(String master, long driverHeap, long executorHeap, long overhead) {
    return new Cluster(master, 4, 4, driverHeap, executorHeap, overhead, 16 * GIB, GIB);
  }

  static RunSettings settings(String name, String... overrides) {
    List<String> all = new ArrayList<>(List.of("train.threads=2"));
    all.addAll(Arrays.asList(overrides));
    return SettingsReader.read(Settings.load(Optional.empty(), all), TrainSettings::read)
        .forRun(RunName.parse(name), 0);
  }

  static PlannedRun run(RunSettings settings, RunProgress progress, Optional<RoundCost> cost) {
    return new PlannedRun(
        settings,
        ResourceEstimate.of(settings, 2),
        progress,
        cost.map(c -> Forecast.of(settings, settings.rounds(), c, progress, 0)));
  }

  static PlannedRun waiting(String name, String... overrides) {
    return run(settings(name, overrides), RunProgress.WAITING, Optional.empty());
  }
}
