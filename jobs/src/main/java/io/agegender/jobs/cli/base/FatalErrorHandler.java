// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli.base;

import java.io.PrintStream;
import java.util.function.IntConsumer;

/**
 * Ends the program when a thread dies of the JVM's own errors. Spark's driver would continue
 * without the thread and wait for ever: a result that does not fit into the heap kills the thread
 * that takes it, and nobody tells the job.
 *
 * @param err where the reason goes
 * @param exit ends the JVM at once, without hooks that would need memory
 */
public record FatalErrorHandler(PrintStream err, IntConsumer exit)
    implements Thread.UncaughtExceptionHandler {
  private static final int FAILED = 1;

  @Override
  public void uncaughtException(Thread thread, Throwable error) {
    if (error instanceof OutOfMemoryError) {
      err.printf(
          "agegender: %s in thread %s, with a heap of %d MB. Give more with AGEGENDER_DRIVER_MEMORY or"
              + " spark.driver.memory; what was half done resumes from its last checkpoint%n",
          error, thread.getName(), Runtime.getRuntime().maxMemory() >> 20);
      exit.accept(FAILED);
      return;
    }
    err.printf(
        "agegender: internal error in thread %s; please report it with this stack trace:%n",
        thread.getName());
    error.printStackTrace(err);
    if (error instanceof VirtualMachineError) { // Such as StackOverflowError and InternalError.
      exit.accept(FAILED);
    }
  }
}
