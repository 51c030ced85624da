// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.spark;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * How file systems are reached, whether Spark has started or not: Hadoop's own files, and over them
 * Spark's settings {@code spark.hadoop.*}. The only place that makes such a configuration, so that
 * a command without Spark reads the same stores as one with it.
 */
public final class FileSystemSettings {
  private FileSystemSettings() {}

  /** A new configuration of the settings as they are now; the caller may change it. */
  public static Configuration now() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }
}
