// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare;

import io.agegender.storage.FaultyFileSystem;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/**
 * A preparation in a JVM of its own that takes its time, so that it can be killed in the middle.
 */
public final class SlowPrepare {
  private SlowPrepare() {}

  /**
   * @param args raw tree, dataset
   */
  public static void main(String[] args) {
    FaultyFileSystem.slowDown(100);
    try (SparkSession spark = Trees.spark("local[1]")) {
      FaultyFileSystem.register(spark.sparkContext().hadoopConfiguration());
      PrepareJob.run(
          spark,
          Trees.settings("prepare.shard-records=10"),
          FaultyFileSystem.path(Path.of(args[0])),
          Trees.hadoop(Path.of(args[1])),
          Trees.silent());
    }
  }
}
