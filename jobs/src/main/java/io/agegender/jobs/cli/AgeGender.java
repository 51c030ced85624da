// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli;

import io.agegender.jobs.cli.base.Version;
import io.agegender.jobs.cli.device.CheckDeviceCommand;
import io.agegender.jobs.cli.explain.HeatmapCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code agegender}; it does nothing without a subcommand. */
@Command(
    name = "agegender",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Trains and compares age and gender networks on the Adience faces, on a Spark cluster.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      SampleDataCommand.class,
      PrepareCommand.class,
      VerifyCommand.class,
      InspectCommand.class,
      DefinitionsCommand.class,
      ImportLmdbCommand.class,
      ExportLmdbCommand.class,
      TrainCommand.class,
      SweepCommand.class,
      ScoreCommand.class,
      HeatmapCommand.class,
      ExportWeightsCommand.class,
      ReportCommand.class,
      PredictCommand.class,
      ReproduceCommand.class,
      NightlyCommand.class,
      CheckDeviceCommand.class
    },
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  done",
      "  1  failed",
      "  2  wrong usage or configuration",
      "  3  done in part: some runs failed; they are listed",
      "  4  drift: a result made again is another one",
      "  5  stale: the last good nightly run is too long ago",
      "  129, 130, 143  stopped by SIGHUP, Ctrl-C, SIGTERM: the same command resumes"
    })
public final class AgeGender implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command");
  }
}
