// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train.heap;

import io.agegender.run.RunSettings;
import java.util.Locale;
import java.util.Optional;

/**
 * The Java heap that one run takes, in bytes, each beside {@link #PROCESS}. It follows from how
 * many copies of parameters and momentum a round has at a time.
 *
 * @param driver of the driver
 * @param local of driver and all workers in one process
 * @param worker of one worker in an executor of its own
 * @param largestResult the most that the results of one of its jobs have
 */
public record HeapNeed(long driver, long local, long worker, long largestResult) {
  /** Heap of Spark, the dataset's index and everything else, whatever is trained. */
  public static final long PROCESS = 512L << 20;

  /**
   * Results up to this size come in one piece, which is quicker. Spark holds a result of a task
   * three times before anyone sees it, so larger ones come in parts; its default limit for all
   * results of a job, 1 GiB, would forbid those of VGG16 anyway.
   */
  public static final long ONE_PIECE = 128L << 20;

  /** G1 keeps arrays of megabytes in regions of their own and needs room to move. */
  private static final double HEADROOM = 1.2;

  private static final long GIB = 1L << 30;

  /** The state before a round, its broadcast, and the average. */
  private static final int DRIVER_COPIES = 3;

  /** Results of a job on the driver: as they came, as Spark keeps them, unpacked. */
  private static final int RECEIVED_COPIES = 3;

  /** The broadcast as it came, as a state, and the worker's result. */
  private static final int WORKER_COPIES = 3;

  /** Results of a job on their way out: packed, and packed once more with Spark's measurements. */
  private static final int SENT_COPIES = 2;

  /**
   * The need of a network.
   *
   * @param state bytes of parameters and momentum
   */
  public static HeapNeed of(long state, int workers) {
    long result = Math.min(state, ONE_PIECE);
    long driver = DRIVER_COPIES * state + RECEIVED_COPIES * result;
    // The workers' results are on disk when the average comes.
    long local = Math.max(driver, (DRIVER_COPIES - 1 + workers) * state);
    return new HeapNeed(driver, local, WORKER_COPIES * state + SENT_COPIES * result, result);
  }

  /** Bytes of parameters and momentum. */
  public static long state(long parameters) {
    return 2 * Float.BYTES * parameters;
  }

  /** With room to move, as it is asked for. */
  public static long asked(long needed) {
    return (long) (HEADROOM * needed);
  }

  /** Whole GiB as options take them, such as {@code 8g}. */
  public static String option(long bytes) {
    return Math.max(1, (bytes + GIB - 1) / GIB) + "g";
  }

  /**
   * What this JVM as a run's driver should be given; empty if it has it.
   *
   * @param local whether the workers are in it, too
   * @param heap that it may take, in bytes
   */
  public static Optional<String> lacking(RunSettings run, boolean local, long heap) {
    long needed = needed(run, local);
    return heap >= needed ? Optional.empty() : Optional.of(advice(run, local, heap));
  }

  /** What to set, and why. */
  public static String advice(RunSettings run, boolean local, long heap) {
    long needed = needed(run, local);
    String option = option(Math.max(asked(needed), heap >= needed ? 2 * heap : 0));
    return String.format(
        Locale.ROOT,
        "%s with %d worker(s) needs about %.1f GiB of Java heap in the driver, which may take %.1f GiB: set AGEGENDER_DRIVER_MEMORY=%s (spark.driver.memory=%s)",
        run.title(),
        run.workers(),
        needed / (double) GIB,
        heap / (double) GIB,
        option,
        option);
  }

  private static long needed(RunSettings run, boolean local) {
    HeapNeed need = of(state(run.name().network().parameters()), run.workers());
    return PROCESS + (local ? need.local : need.driver);
  }
}
