// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.cli;

import com.typesafe.config.Config;
import io.agegender.benchmarks.training.AveragingBenchmark;
import io.agegender.jobs.cli.base.BenchmarkCommand;
import io.agegender.jobs.cli.base.Problems;
import io.agegender.jobs.cli.option.DatasetOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code agegender bench averaging}. */
@Command(
    name = "averaging",
    mixinStandardHelpOptions = true,
    description = "Training on Spark with one and two workers next to DL4J's plain fit.")
public final class AveragingCommand extends BenchmarkCommand {
  @Mixin private DatasetOption dataset;

  @Option(
      names = "--run",
      paramLabel = "NAME",
      description = "The configuration (default: ${DEFAULT-VALUE}).")
  private String run = "age_net_definitions";

  @Option(
      names = "--batch",
      paramLabel = "N",
      description =
          "Samples of a step, of all workers together (default: ${DEFAULT-VALUE}, AdienceNet's as"
              + " published).")
  private int batch = 50;

  @Option(
      names = "--frequency",
      paramLabel = "K",
      description = "Steps between averagings (default: ${DEFAULT-VALUE}).")
  private int frequency = 10;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Measured steps (default: ${DEFAULT-VALUE}).")
  private int steps = 100;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description = "Turns of each arrangement (default: ${DEFAULT-VALUE}).")
  private int repeats = 1;

  @Override
  protected int run(Config config) {
    new AveragingBenchmark(dataset.path().toString(), run, batch, frequency, steps, repeats)
        .run(
            line -> {
              out().println(line);
              out().flush();
            });
    return Problems.DONE;
  }
}
