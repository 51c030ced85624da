package io.agegender.jobs.cli;

import com.typesafe.config.Config;
import io.agegender.jobs.bench.AveragingBenchmark;
import io.agegender.jobs.bench.SweepBenchmark;
import io.agegender.jobs.cli.base.BaseCommand;
import io.agegender.jobs.cli.base.Problems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code agegender bench}: measurements that print ratios. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description =
        "Measures speed on this machine and prints ratios; docs/benchmarks.md has results.",
    synopsisSubcommandLabel = "BENCHMARK",
    subcommands = {
      BenchCommand.Averaging.class,
      BenchCommand.Sweep.class,
      BenchDatasetCommand.class,
      BenchMemoryCommand.class
    })
final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a benchmark");
  }

  /** {@code agegender bench averaging}. */
  @Command(
      name = "averaging",
      mixinStandardHelpOptions = true,
      description = "Training on Spark with one and two workers next to DL4J's plain fit.")
  static final class Averaging extends BaseCommand {
    @Option(
        names = "--dataset",
        required = true,
        paramLabel = "DIR",
        description = "What prepare wrote.")
    private String dataset;

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
      new AveragingBenchmark(path(dataset).toString(), run, batch, frequency, steps, repeats)
          .run(
              line -> {
                out().println(line);
                out().flush();
              });
      return Problems.DONE;
    }
  }

  /** {@code agegender bench sweep}. */
  @Command(
      name = "sweep",
      mixinStandardHelpOptions = true,
      description =
          "How much of the time 40 small runs keep two slots busy, and how soon the first one trains.")
  static final class Sweep extends BaseCommand {
    @Option(
        names = "--dataset",
        required = true,
        paramLabel = "DIR",
        description = "What prepare wrote, aligned and unaligned.")
    private String dataset;

    @Option(
        names = "--iterations",
        paramLabel = "N",
        description =
            "Iterations of each AdienceNet; GoogLeNet takes a third (default: ${DEFAULT-VALUE}).")
    private int iterations = 60;

    @Override
    protected int run(Config config) {
      out().println(new SweepBenchmark(path(dataset).toString(), iterations).run());
      return Problems.DONE;
    }
  }
}
