// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli.option;

import io.agegender.foundation.config.UserPath;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Option;

/** A mixin: where a command puts the runs that it makes. */
public final class RunsOption {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder of the runs; each gets a folder of its own in it.")
  private String out;

  /** Where it is. */
  public Path path() {
    return UserPath.of(out);
  }
}
