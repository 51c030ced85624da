// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli.option;

import io.agegender.foundation.config.UserPath;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Option;

/** A mixin: the dataset that a command reads. */
public final class DatasetOption {
  @Option(
      names = "--dataset",
      required = true,
      paramLabel = "DIR",
      description = "What prepare wrote.")
  private String dataset;

  /** Where it is. */
  public Path path() {
    return UserPath.of(dataset);
  }

  /** As the user gave it. */
  @Override
  public String toString() {
    return dataset;
  }
}
