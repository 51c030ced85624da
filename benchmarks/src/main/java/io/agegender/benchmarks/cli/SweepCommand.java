// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.cli;

import com.typesafe.config.Config;
import io.agegender.benchmarks.training.SweepBenchmark;
import io.agegender.jobs.cli.base.BenchmarkCommand;
import io.agegender.jobs.cli.base.Problems;
import io.agegender.jobs.cli.option.DatasetOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code agegender bench sweep}. */
@Command(
    name = "sweep",
    mixinStandardHelpOptions = true,
    description =
        "How much of the time 40 small runs keep two slots busy, and how soon the first one trains.")
public final class SweepCommand extends BenchmarkCommand {
  @Mixin private DatasetOption dataset;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description =
          "Iterations of each AdienceNet; GoogLeNet takes a third (default: ${DEFAULT-VALUE}).")
  private int iterations = 60;

  @Override
  protected int run(Config config) {
    out().println(new SweepBenchmark(dataset.path().toString(), iterations).run());
    return Problems.DONE;
  }
}
