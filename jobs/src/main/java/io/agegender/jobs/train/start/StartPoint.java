// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train.start;

import io.agegender.foundation.config.SettingsReader;
import io.agegender.run.RunRecord;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * Where runs may take their first weights from: section {@code start-weights}.
 *
 * @param models the folder of the published models
 * @param run a run whose weights every run starts from instead; layers go by name
 */
public record StartPoint(Path models, Optional<Path> run) {
  /** The published models alone. */
  public static StartPoint of(Path models) {
    return new StartPoint(models, Optional.empty());
  }

  /** What a run started from, to train it again. */
  public static StartPoint of(Path models, RunRecord before) {
    return new StartPoint(
        models, Optional.ofNullable(before.provenance().get(StartWeights.RUN)).map(Path::new));
  }

  /** Reads the section. */
  public static StartPoint read(SettingsReader settings) {
    SettingsReader start = settings.section("start-weights");
    return new StartPoint(
        start.path("folder"),
        start.optional("run").isEmpty() ? Optional.empty() : Optional.of(start.path("run")));
  }
}
