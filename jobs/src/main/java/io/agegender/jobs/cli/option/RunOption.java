// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli.option;

import io.agegender.foundation.config.UserPath;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Option;

/** A mixin: the trained run that a command reads. */
public final class RunOption {
  @Option(
      names = "--run",
      required = true,
      paramLabel = "DIR",
      description = "The run's own folder.")
  private String run;

  /** Where it is. */
  public Path path() {
    return UserPath.of(run);
  }
}
