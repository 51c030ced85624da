// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep.plan;

import io.agegender.jobs.train.heap.HeapNeed;
import java.util.List;

/**
 * Options for spark-submit that fit a sweep.
 *
 * @param driverHeap bytes of the driver's Java heap; in local mode of everything
 * @param executorHeap bytes of an executor's Java heap, one worker in it
 * @param executorNative bytes of an executor beside its heap
 * @param threads of one worker, and cores of its executor
 * @param maxResultSize bytes, if Spark's own limit is too low; else 0
 */
record StartOptions(
    long driverHeap, long executorHeap, long executorNative, int threads, long maxResultSize) {
  private static final long GIB = 1L << 30;

  static StartOptions of(List<PlannedRun> runs, int parallel, Cluster cluster, int threads) {
    long driver = FitCheck.driverHeap(runs, parallel, cluster);
    long heap = HeapNeed.PROCESS + most(runs.stream().mapToLong(r -> r.estimate().workerHeap()));
    long beside = most(runs.stream().mapToLong(r -> r.estimate().workerNative()));
    long result = most(runs.stream().mapToLong(r -> r.estimate().largestResult()));
    return new StartOptions(
        HeapNeed.asked(driver), HeapNeed.asked(heap), beside, threads, result > GIB ? result : 0);
  }

  private static long most(java.util.stream.LongStream values) {
    return values.max().orElse(0);
  }

  /** What submit/agegender takes from the environment in local mode. */
  List<String> local() {
    return List.of("AGEGENDER_DRIVER_MEMORY=" + gib(driverHeap), "OMP_NUM_THREADS=" + threads);
  }

  /** What spark-submit takes on a cluster: one worker in each executor. */
  List<String> cluster() {
    List<String> lines = new java.util.ArrayList<>();
    lines.add("spark.driver.memory=" + gib(driverHeap));
    lines.add("spark.executor.memory=" + gib(executorHeap));
    lines.add("spark.executor.memoryOverhead=" + gib(executorNative));
    lines.add("spark.executor.cores=" + threads);
    lines.add("spark.task.cpus=" + threads);
    lines.add("spark.executorEnv.OMP_NUM_THREADS=" + threads);
    if (maxResultSize > 0) {
      lines.add("spark.driver.maxResultSize=" + gib(maxResultSize));
    }
    return lines;
  }

  private static String gib(long bytes) {
    return HeapNeed.option(bytes);
  }
}
