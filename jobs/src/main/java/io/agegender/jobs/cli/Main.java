// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli;

import io.agegender.jobs.cli.base.ApplicationMaster;
import io.agegender.jobs.cli.base.FatalErrorHandler;
import io.agegender.jobs.cli.base.JvmOptions;
import io.agegender.jobs.spark.StopRequest;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import org.apache.spark.SparkUserAppException;

/** Where the JVM starts. */
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code; an application master is told it instead. */
  public static void main(String[] arguments) throws SparkUserAppException {
    // Made now: when memory has run out it is too late.
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, Charset.defaultCharset());
    Thread.setDefaultUncaughtExceptionHandler(
        new FatalErrorHandler(err, Runtime.getRuntime()::halt));
    JvmOptions.setHere();
    StopRequest.listen();
    int code = Cli.run(arguments);
    if (ApplicationMaster.runsThis()) {
      ApplicationMaster.end(code);
    } else {
      System.exit(code);
    }
  }
}
