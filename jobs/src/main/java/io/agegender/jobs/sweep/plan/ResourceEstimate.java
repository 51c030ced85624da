// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep.plan;

import io.agegender.jobs.train.heap.HeapNeed;
import io.agegender.network.definition.ResolvedNetwork;
import io.agegender.run.RunSettings;

/**
 * What one run needs, in bytes. Parameters are counted from the network's definition; heaps are
 * {@link HeapNeed}'s; memory outside the heap follows from the sizes of its blobs, fitted to what
 * was measured (docs/operating.md).
 *
 * @param parameters how many there are (not bytes)
 * @param driverHeap of the driver, for this run, beside {@link HeapNeed#PROCESS}
 * @param localHeap of driver and all workers in one process, beside {@link HeapNeed#PROCESS}
 * @param workerHeap of one worker in an executor of its own, beside {@link HeapNeed#PROCESS}
 * @param workerNative outside the Java heap, of one worker
 * @param averaging that cross the network for one averaging, all workers together
 * @param checkpoints on disk, with the one that is being written
 */
record ResourceEstimate(
    long parameters,
    long driverHeap,
    long localHeap,
    long workerHeap,
    long workerNative,
    long averaging,
    long checkpoints) {

  /** Native libraries, thread pools, the JVM's own memory beside its heap. */
  private static final long NATIVE_BASE = 300L << 20;

  /**
   * Parameters, gradients and momentum, the step, and DL4J's copy of the momentum at the end of a
   * round, in tenths of parameters and momentum.
   */
  private static final int NATIVE_TENTHS = 26;

  /**
   * Fitted to what was measured with two minibatches in turn: difference of the largest resident
   * sizes over difference of the faces (docs/operating.md).
   */
  private static final int LAYOUT_COPIES = 3;

  /**
   * The estimate for a run.
   *
   * @param keep checkpoints that stay
   */
  static ResourceEstimate of(RunSettings run, int keep) {
    return of(run.name().network(), run.workers(), run.rounds().minibatch(), keep);
  }

  /**
   * The estimate for any network.
   *
   * @param minibatch faces of one worker in a step
   * @param keep checkpoints that stay
   */
  static ResourceEstimate of(ResolvedNetwork network, int workers, int minibatch, int keep) {
    long state = HeapNeed.state(network.parameters());
    HeapNeed heap = HeapNeed.of(state, workers);
    return new ResourceEstimate(
        network.parameters(),
        heap.driver(),
        heap.local(),
        heap.worker(),
        NATIVE_BASE + NATIVE_TENTHS * state / 10 + nativePerFace(network) * minibatch,
        averagingBytes(state, workers),
        (keep + 1L) * state);
  }

  /** The most bytes that the results of one of the run's jobs have. */
  long largestResult() {
    return HeapNeed.of(HeapNeed.state(parameters), 1).largestResult();
  }

  /**
   * One worker: the state to it and back. Several: to each of them, each one's result to where it
   * is averaged, and one average to the driver.
   */
  private static long averagingBytes(long state, int workers) {
    return workers == 1 ? 2 * state : (2L * workers + 1) * state;
  }

  /**
   * What one face more in a minibatch takes: activations and their gradients, and copies of a
   * layer's input, output and gradient in other layouts, as large as the largest layer has them.
   */
  static long nativePerFace(ResolvedNetwork network) {
    return network.activationBytes() + LAYOUT_COPIES * network.largestBlobBytes();
  }
}
