// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli.base;

import io.agegender.foundation.error.UsageException;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code agegender bench}: measurements that print ratios; each is a {@link BenchmarkCommand}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description =
        "Measures speed on this machine and prints ratios; docs/benchmarks.md has results.",
    synopsisSubcommandLabel = "BENCHMARK")
public final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** This command with the benchmarks on the class path as its subcommands. */
  public static CommandLine withBenchmarks() {
    CommandLine bench = new CommandLine(new BenchCommand());
    ServiceLoader.load(BenchmarkCommand.class).forEach(bench::addSubcommand);
    return bench;
  }

  @Override
  public void run() {
    if (spec.subcommands().isEmpty()) {
      throw new UsageException(
          "no benchmarks on the class path: start with submit/agegender, or add"
              + " agegender-benchmarks to --jars");
    }
    throw new ParameterException(spec.commandLine(), "name a benchmark");
  }
}
