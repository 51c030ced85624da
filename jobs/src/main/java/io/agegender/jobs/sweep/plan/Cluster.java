// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep.plan;

import io.agegender.jobs.spark.Slots;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.bytedeco.javacpp.Pointer;

/**
 * What the machines offer to a sweep; sizes in bytes.
 *
 * @param master Spark's master URL
 * @param slots tasks at the same time, at least 1
 * @param executors processes that share the slots, at least 1; in local mode the driver itself
 * @param driverHeap most Java heap of this driver
 * @param executorHeap most Java heap of an executor; in local mode the driver's
 * @param executorOverhead what YARN and Kubernetes grant an executor beside its heap
 * @param processLimit most memory that ND4J lets this process have, heap included
 * @param maxResultSize what the results of one job may sum up to; 0: no limit
 */
public record Cluster(
    String master,
    int slots,
    int executors,
    long driverHeap,
    long executorHeap,
    long executorOverhead,
    long processLimit,
    long maxResultSize) {
  private static final double OVERHEAD_FACTOR = 0.1;
  private static final long LEAST_OVERHEAD = 384L << 20;

  /** Reads it off a running Spark; waits for its executors. */
  public static Cluster of(JavaSparkContext spark) {
    SparkConf conf = spark.getConf();
    int slots = Slots.of(spark);
    boolean local = spark.sc().isLocal();
    long driver = Runtime.getRuntime().maxMemory();
    long heap = local ? driver : conf.getSizeAsBytes("spark.executor.memory", "1g");
    long overhead =
        conf.contains("spark.executor.memoryOverhead")
            ? conf.getSizeAsMb("spark.executor.memoryOverhead", "0") << 20
            : Math.max(LEAST_OVERHEAD, (long) (OVERHEAD_FACTOR * heap));
    // The driver is in the list, too.
    int executors =
        local ? 1 : Math.max(1, spark.sc().statusTracker().getExecutorInfos().length - 1);
    return new Cluster(
        spark.master(),
        slots,
        executors,
        driver,
        heap,
        overhead,
        Pointer.maxPhysicalBytes(),
        conf.getSizeAsBytes("spark.driver.maxResultSize", "1g"));
  }

  /**
   * GPUs that are not there: an executor for each, whose processes have what they need.
   *
   * @param together runs that share one
   */
  static Cluster given(int gpus, int together) {
    long enough = 1L << 50;
    return new Cluster(
        "%d GPUs that are not there".formatted(gpus),
        gpus * together,
        gpus,
        enough,
        enough,
        enough,
        0,
        0);
  }

  /** Whether driver and executors are one process. */
  boolean isLocal() {
    return master.startsWith("local") && !master.startsWith("local-cluster");
  }

  /** Whether a manager ends executors that take more than heap and overhead. */
  boolean boundsExecutors() {
    return master.startsWith("yarn") || master.startsWith("k8s");
  }

  /** Workers in one executor at the same time, at most. */
  int slotsOfExecutor() {
    return (slots + executors - 1) / executors;
  }
}
