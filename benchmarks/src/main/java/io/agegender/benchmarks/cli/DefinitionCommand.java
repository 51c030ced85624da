// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.cli;

import com.typesafe.config.Config;
import io.agegender.adience.Target;
import io.agegender.benchmarks.training.DefinitionBenchmark;
import io.agegender.jobs.cli.base.BenchmarkCommand;
import io.agegender.jobs.cli.base.Problems;
import io.agegender.network.definition.Architecture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code agegender bench definition}. */
@Command(
    name = "definition",
    mixinStandardHelpOptions = true,
    description =
        "Seconds of a training step of a built-in network and of the same network read from prototxt, in turn.")
public final class DefinitionCommand extends BenchmarkCommand {
  @Option(
      names = "--network",
      paramLabel = "NAME",
      description = "The built-in network (default: ${DEFAULT-VALUE}).")
  private String network = "net_definitions";

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Pictures in a minibatch (default: ${DEFAULT-VALUE}).")
  private int batch = 8;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Measurements of each, at least 1 (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Override
  protected int run(Config config) {
    out()
        .print(
            new DefinitionBenchmark(Architecture.of(network), Target.AGE, batch)
                .run(Math.max(1, rounds)));
    return Problems.DONE;
  }
}
