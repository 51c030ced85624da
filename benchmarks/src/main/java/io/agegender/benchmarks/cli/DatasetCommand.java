// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.cli;

import com.typesafe.config.Config;
import io.agegender.benchmarks.dataset.DatasetBenchmark;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.jobs.cli.base.BenchmarkCommand;
import io.agegender.jobs.cli.base.Problems;
import io.agegender.jobs.cli.base.SparkStart;
import io.agegender.prepare.PrepareSettings;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code agegender bench dataset}. */
@Command(
    name = "dataset",
    mixinStandardHelpOptions = true,
    description =
        "prepare next to a bare OpenCV loop and to LMDBs, on one and two cores; the reader next to an LMDB.")
public final class DatasetCommand extends BenchmarkCommand {
  @Option(
      names = "--raw",
      required = true,
      paramLabel = "DIR",
      description = "A raw tree on a local disk, such as sample-data --size 816 generates.")
  private Path raw;

  @Option(
      names = "--work",
      required = true,
      paramLabel = "DIR",
      description = "A folder for what is written; not there yet.")
  private Path work;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Turns of each arrangement; the best counts (default: ${DEFAULT-VALUE}).")
  private int rounds = 3;

  @Override
  protected int run(Config config) {
    out()
        .println(
            new DatasetBenchmark(
                    SettingsReader.read(config, PrepareSettings::read),
                    raw,
                    work,
                    rounds,
                    master -> SparkStart.DEFAULT.session(name(), Optional.of(master)),
                    progress())
                .run());
    return Problems.DONE;
  }
}
