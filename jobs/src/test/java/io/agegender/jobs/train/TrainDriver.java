// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import io.agegender.jobs.SampleDataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.spark.sql.SparkSession;

/** A driver in a JVM of its own, so that it can be killed. */
public final class TrainDriver {
  private TrainDriver() {}

  /**
   * @param args dataset, folder of the runs, seed, iterations, and a file that gets a line for each
   *     report of progress
   */
  public static void main(String[] args) {
    Path told = Path.of(args[4]);
    try (SparkSession spark = SampleDataset.spark("local[2]")) {
      TrainRuns.train(
          spark,
          new org.apache.hadoop.fs.Path(args[0]),
          new org.apache.hadoop.fs.Path(args[1]),
          TrainRuns.adienceNet(Long.parseLong(args[2]), Integer.parseInt(args[3]), 2, 2),
          TrainRuns.telling(done -> append(told, done)));
    }
  }

  private static void append(Path file, int done) {
    try {
      Files.writeString(file, done + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
