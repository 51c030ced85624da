// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.spark;

import org.apache.spark.SparkConf;

/** Spark's settings that make averaging quick, where nobody chose others. */
public final class SparkDefaults {
  private SparkDefaults() {}

  /** Adds what is missing, and returns the configuration. */
  public static SparkConf addTo(SparkConf conf) {
    // Floats do not shrink; compressing them only costs time.
    conf.setIfMissing("spark.broadcast.compress", "false");
    conf.setIfMissing("spark.shuffle.compress", "false");
    // With its header an array of 4 MiB, the default, would take up to 8 MiB of the heap.
    conf.setIfMissing("spark.broadcast.blockSize", "4095k");
    // Otherwise each shuffle of few partitions is written twice: a file for each, then all in one.
    conf.setIfMissing("spark.shuffle.sort.bypassMergeThreshold", "1");
    // A larger result is stored and fetched with further copies. Spark's messages have up to 128
    // MiB.
    conf.setIfMissing("spark.task.maxDirectResultSize", "100m");
    return conf;
  }
}
