package io.agegender.jobs.cli;

import java.io.PrintStream;
import java.util.function.IntConsumer;

/**
 * Ends the program when a thread dies of the JVM's own errors. Spark's driver would go on without
 * the thread and wait for ever: a result that does not fit into the heap kills the thread that
 * takes it, and nobody tells the job.
 */
final class LastWords implements Thread.UncaughtExceptionHandler {
  private static final int FAILED = 1;

  private final PrintStream err;
  private final IntConsumer exit;

  /**
   * @param err where the reason goes
   * @param exit ends the JVM at once, without hooks that would need memory
   */
  LastWords(PrintStream err, IntConsumer exit) {
    this.err = err;
    this.exit = exit;
  }

  @Override
  public void uncaughtException(Thread thread, Throwable error) {
    if (error instanceof VirtualMachineError) {
      err.printf(
          "agegender: %s in thread %s, with a heap of %d MB. Give more with AGEGENDER_DRIVER_MEMORY or"
              + " spark.driver.memory; what was half done goes on from its last checkpoint%n",
          error, thread.getName(), Runtime.getRuntime().maxMemory() >> 20);
      exit.accept(FAILED);
    } else {
      err.printf("agegender: thread %s died%n", thread.getName());
      error.printStackTrace(err);
    }
  }
}
