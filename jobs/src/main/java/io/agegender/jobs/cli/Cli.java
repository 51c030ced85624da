package io.agegender.jobs.cli;

import java.io.PrintWriter;
import picocli.CommandLine;

/** Runs the command line without ending the JVM. */
public final class Cli {
  private Cli() {}

  /**
   * @return the exit code: 0 done, 1 failed, 2 usage or configuration, 3 done in part, 4 drift, 5
   *     stale
   */
  public static int run(String... arguments) {
    return commandLine().execute(arguments);
  }

  /** As {@link #run(String...)}, with output and messages going elsewhere. */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return commandLine().setOut(out).setErr(err).execute(arguments);
  }

  private static CommandLine commandLine() {
    return new CommandLine(new AgeGender()).setExecutionExceptionHandler(new Problems());
  }
}
