// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.cli;

import com.typesafe.config.Config;
import io.agegender.benchmarks.explain.HeatmapBenchmark;
import io.agegender.jobs.cli.base.BenchmarkCommand;
import io.agegender.jobs.cli.base.Problems;
import io.agegender.network.definition.Architecture;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code agegender bench heatmaps}. */
@Command(
    name = "heatmaps",
    mixinStandardHelpOptions = true,
    description =
        "What a heat map and a step of a perturbation curve cost, as ratios to a forward pass.")
public final class HeatmapsCommand extends BenchmarkCommand {
  @Option(
      names = "--network",
      paramLabel = "NAME",
      description = "The built-in network (default: ${DEFAULT-VALUE}).")
  private String network = "net_definitions";

  @Option(
      names = "--rule",
      split = ",",
      paramLabel = "RULE",
      description = "Presets, with commas (default: ${DEFAULT-VALUE}).")
  private List<String> rules =
      List.of("composite", "paper", "epsilon-plus-flat", "epsilon-gamma-box", "gradient-input");

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Measurements of each, at least 1 (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Override
  protected int run(Config config) {
    out().print(new HeatmapBenchmark(Architecture.of(network), rules, Math.max(1, rounds)).run());
    return Problems.DONE;
  }
}
