// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.cli;

import com.typesafe.config.Config;
import io.agegender.benchmarks.dataset.TableBenchmark;
import io.agegender.jobs.cli.base.BenchmarkCommand;
import io.agegender.jobs.cli.base.Problems;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code agegender bench table}. */
@Command(
    name = "table",
    mixinStandardHelpOptions = true,
    description =
        "Reads, splits and accounts for a generated table without pictures, in a driver of 1 GiB.")
public final class TableCommand extends BenchmarkCommand {
  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Rows of the table (default: ${DEFAULT-VALUE}).")
  private int rows = 1_000_000;

  @Option(
      names = "--work",
      required = true,
      paramLabel = "DIR",
      description = "A folder on a local disk for the table.")
  private Path work;

  @Override
  protected int run(Config config) {
    out().println(TableBenchmark.run(rows, work));
    return Problems.DONE;
  }
}
