package io.agegender.jobs;

import io.agegender.jobs.cli.Cli;

/** Where the JVM starts. */
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] arguments) {
    Thread.setDefaultUncaughtExceptionHandler(
        new LastWords(System.err, Runtime.getRuntime()::halt));
    System.exit(Cli.run(arguments));
  }
}
