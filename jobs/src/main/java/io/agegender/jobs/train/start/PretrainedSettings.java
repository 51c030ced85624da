// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train.start;

import io.agegender.foundation.config.SettingsReader;
import io.agegender.run.RunRecord;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * Where runs may take their first weights from: section {@code pretrained}.
 *
 * @param models the folder of the published models
 * @param run a run whose weights runs start from instead; layers go by name
 * @param onlyNamed whether only those configurations start from it whose name says so; otherwise
 *     every run does
 */
public record PretrainedSettings(Path models, Optional<Path> run, boolean onlyNamed) {
  /** A run that every run starts from, if there is one. */
  public PretrainedSettings(Path models, Optional<Path> run) {
    this(models, run, false);
  }

  /** The same for a sweep in which some configurations start from the run and others do not. */
  public PretrainedSettings forNamed() {
    return new PretrainedSettings(models, run, true);
  }

  /** The published models alone. */
  public static PretrainedSettings of(Path models) {
    return new PretrainedSettings(models, Optional.empty());
  }

  /** What a run started from, to train it again. */
  public static PretrainedSettings of(Path models, RunRecord before) {
    return new PretrainedSettings(
        models, Optional.ofNullable(before.provenance().get(PretrainedSource.RUN)).map(Path::new));
  }

  /** Reads the section. */
  public static PretrainedSettings read(SettingsReader settings) {
    SettingsReader start = settings.section("pretrained");
    return new PretrainedSettings(
        start.path("folder"),
        start.optional("run").isEmpty() ? Optional.empty() : Optional.of(start.path("run")));
  }
}
