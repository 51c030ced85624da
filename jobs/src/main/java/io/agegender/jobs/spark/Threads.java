package io.agegender.jobs.spark;

import io.agegender.foundation.error.FailedException;

/**
 * The threads of ND4J's arithmetic in this JVM. The bits of a result depend on their number, and
 * only the environment variable reaches all of ND4J, oneDNN and OpenBLAS, so a run states it and
 * each executor checks it.
 */
public final class Threads {
  /** The environment variable that ND4J, oneDNN and OpenBLAS read when they are loaded. */
  public static final String VARIABLE = "OMP_NUM_THREADS";

  private Threads() {}

  /**
   * The number that this JVM was started with; without the variable, the number of its processors.
   */
  public static int ofThisJvm() {
    String value = System.getenv(VARIABLE);
    return value == null
        ? Runtime.getRuntime().availableProcessors()
        : Integer.parseInt(value.strip());
  }

  /**
   * @throws FailedException if this JVM computes with another number of threads
   */
  public static void check(int wanted) {
    int actual = ofThisJvm();
    if (actual != wanted) {
      throw new FailedException(
          ("this run computes with %d threads a worker, but this executor was started with %s=%d and would"
                  + " give other bits. Start it through submit/agegender, or set spark.executorEnv.%s=%d")
              .formatted(wanted, VARIABLE, actual, VARIABLE, wanted));
    }
  }
}
