// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli;

import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.process.FileNames;
import io.agegender.jobs.cli.base.BenchCommand;
import io.agegender.jobs.cli.base.Problems;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;

/** Runs the command line without ending the JVM. */
public final class Cli {
  private Cli() {}

  /**
   * @return the exit code: 0 done, 1 failed, 2 usage or configuration, 3 done in part, 4 drift, 5
   *     stale
   */
  public static int run(String... arguments) {
    return run(commandLine(), arguments);
  }

  /** As {@link #run(String...)}, with output and messages going elsewhere. */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return run(commandLine().setOut(out).setErr(err), arguments);
  }

  /** The writer keeps what does not end a line until it is flushed. */
  private static int run(CommandLine commandLine, String... arguments) {
    try {
      List.of(arguments).forEach(FileNames::require);
    } catch (UsageException e) {
      commandLine.getErr().println("agegender: " + e.getMessage());
      return Problems.USAGE;
    }
    int code = commandLine.execute(arguments);
    commandLine.getOut().flush();
    return code;
  }

  private static CommandLine commandLine() {
    return new CommandLine(new AgeGender())
        .addSubcommand(BenchCommand.withBenchmarks())
        .setExecutionExceptionHandler(new Problems());
  }
}
