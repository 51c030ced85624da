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
 * @param run a run whose weights runs start from instead; layers go by name
 * @param onlyNamed whether only those configurations start from it whose name says so; otherwise
 *     every run does
 */
public record StartPoint(Path models, Optional<Path> run, boolean onlyNamed) {
  /** A run that every run starts from, if there is one. */
  public StartPoint(Path models, Optional<Path> run) {
    this(models, run, false);
  }

  /** The same for a sweep in which some configurations start from the run and others do not. */
  public StartPoint forNamed() {
    return new StartPoint(models, run, true);
  }

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
