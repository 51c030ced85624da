package io.agegender.jobs.sweep.plan;

import io.agegender.jobs.train.RoundTrial;
import io.agegender.network.Networks;
import io.agegender.network.definition.Architecture;
import io.agegender.run.RunSettings;

/**
 * What one run needs, in bytes. Parameters are counted from the network's definition; heaps follow
 * from how many copies of parameters and momentum a round has at a time; ND4J's memory is a table
 * that was measured (docs/benchmarks.md).
 *
 * @param parameters how many there are (not bytes)
 * @param driverHeap of the driver, for this run, beside {@link #PROCESS_HEAP}
 * @param localHeap of driver and all workers in one process, beside {@link #PROCESS_HEAP}
 * @param workerHeap of one worker in an executor of its own, beside {@link #PROCESS_HEAP}
 * @param workerNative outside the Java heap, of one worker
 * @param averaging that cross the network for one averaging, all workers together
 * @param checkpoints on disk, with the one that is being written
 */
record Needs(
    long parameters,
    long driverHeap,
    long localHeap,
    long workerHeap,
    long workerNative,
    long averaging,
    long checkpoints) {

  /** Heap of Spark, the dataset's index and everything else, whatever is trained. */
  static final long PROCESS_HEAP = 512L << 20;

  /** The state before a round, its broadcast, and the average. */
  private static final int DRIVER_COPIES = 3;

  /** Results of a job on the driver: as they came, as Spark keeps them, unpacked. */
  private static final int RECEIVED_COPIES = 3;

  /** The broadcast as it came, as a state, and the worker's result. */
  private static final int WORKER_COPIES = 3;

  /** Results of a job on their way out: packed, and packed once more with Spark's measurements. */
  private static final int SENT_COPIES = 2;

  /** Native libraries, thread pools, the JVM's own memory beside its heap. */
  private static final long NATIVE_BASE = 300L << 20;

  /**
   * Parameters, gradients and momentum, the step, and DL4J's copy of the momentum at the end of a
   * round, in tenths of parameters and momentum.
   */
  private static final int NATIVE_TENTHS = 26;

  /**
   * Needs of a run.
   *
   * @param keep checkpoints that stay
   */
  static Needs of(RunSettings run, int keep) {
    Architecture architecture = run.name().architecture();
    long parameters = Networks.parameters(architecture, run.name().target().classes());
    long state = stateBytes(parameters);
    return new Needs(
        parameters,
        driverHeap(state),
        localHeap(state, run.workers()),
        WORKER_COPIES * state + SENT_COPIES * RoundTrial.largestResult(state),
        NATIVE_BASE
            + NATIVE_TENTHS * state / 10
            + nativePerFace(architecture) * run.rounds().minibatch(),
        averagingBytes(state, run.workers()),
        (keep + 1L) * state);
  }

  /** Parameters and momentum. */
  private static long stateBytes(long parameters) {
    return 2 * Float.BYTES * parameters;
  }

  private static long driverHeap(long state) {
    return DRIVER_COPIES * state + RECEIVED_COPIES * RoundTrial.largestResult(state);
  }

  /** The workers' results are on disk when the average comes. */
  private static long localHeap(long state, int workers) {
    return Math.max(driverHeap(state), (DRIVER_COPIES - 1 + workers) * state);
  }

  /** The most bytes that the results of one of the run's jobs have. */
  long largestResult() {
    return RoundTrial.largestResult(stateBytes(parameters));
  }

  /**
   * One worker: the state to it and back. Several: to each of them, each one's result to where it
   * is averaged, and one average to the driver.
   */
  private static long averagingBytes(long state, int workers) {
    return workers == 1 ? 2 * state : (2L * workers + 1) * state;
  }

  /**
   * What one face more in a minibatch takes: activations, their gradients, scratch of the
   * convolutions. Measured with two minibatches in turn: difference of the largest resident sizes
   * over difference of the faces.
   */
  private static long nativePerFace(Architecture architecture) {
    return switch (architecture) {
      case NET_DEFINITIONS, CAFFEREFERENCE -> 11L << 20;
      case GOOGLENET -> 75L << 20;
      case VGG16 -> 140L << 20;
    };
  }
}
