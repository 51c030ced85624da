// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli;

import io.agegender.jobs.cli.base.FatalErrorHandler;
import io.agegender.jobs.spark.StopRequest;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/** Where the JVM starts. */
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] arguments) {
    // Made now: when memory has run out it is too late.
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, Charset.defaultCharset());
    Thread.setDefaultUncaughtExceptionHandler(
        new FatalErrorHandler(err, Runtime.getRuntime()::halt));
    StopRequest.listen();
    System.exit(Cli.run(arguments));
  }
}
