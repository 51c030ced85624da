// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.cli;

import com.typesafe.config.Config;
import io.agegender.benchmarks.training.MemoryBenchmark;
import io.agegender.foundation.error.UsageException;
import io.agegender.jobs.cli.base.BenchmarkCommand;
import io.agegender.jobs.cli.base.Problems;
import io.agegender.jobs.cli.option.DatasetOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code agegender bench memory}. */
@Command(
    name = "memory",
    mixinStandardHelpOptions = true,
    description = "Resident memory over many rounds of averaging, and whether it grows.")
public final class MemoryCommand extends BenchmarkCommand {
  private static final int LEAST_ROUNDS = 50;

  @Mixin private DatasetOption dataset;

  @Option(
      names = "--run",
      paramLabel = "NAME",
      description = "The configuration (default: ${DEFAULT-VALUE}).")
  private String run = "age_net_definitions";

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Samples of one worker in a step (default: ${DEFAULT-VALUE}).")
  private int batch = 4;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Rounds of one step each, at least 50 (default: ${DEFAULT-VALUE}).")
  private int rounds = 500;

  @Override
  protected int run(Config config) {
    if (rounds < LEAST_ROUNDS) {
      throw new UsageException(
          "--rounds is %d: fewer than %d show nothing".formatted(rounds, LEAST_ROUNDS));
    }
    out().print(new MemoryBenchmark(dataset.path().toString(), run, batch, rounds).run());
    return Problems.DONE;
  }
}
