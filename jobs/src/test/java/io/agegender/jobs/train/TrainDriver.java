// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import com.typesafe.config.ConfigFactory;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.jobs.SampleDataset;
import io.agegender.jobs.spark.StopRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.spark.sql.SparkSession;

/** A driver in a JVM of its own, so that it can be killed. */
public final class TrainDriver {
  private TrainDriver() {}

  /** Iterations of a run that is to be stopped before its first checkpoint is due. */
  static final int ENDLESS = 100_000;

  /**
   * @param args dataset, folder of the runs, seed, iterations, and a file that gets a line for each
   *     report of progress
   */
  public static void main(String[] args) {
    Path told = Path.of(args[4]);
    int iterations = Integer.parseInt(args[3]);
    StopRequest.listen();
    SettingsReader.read(
        ConfigFactory.parseString("train.stop-grace = 1 minute"),
        settings -> {
          StopRequest.take(settings);
          return settings;
        });
    try (SparkSession spark = SampleDataset.spark("local[2]")) {
      StopRequest.cancels(spark.sparkContext());
      TrainRuns.train(
          spark,
          new org.apache.hadoop.fs.Path(args[0]),
          new org.apache.hadoop.fs.Path(args[1]),
          iterations == ENDLESS
              ? TrainRuns.settings(Long.parseLong(args[2]), ENDLESS).withCheckpointsEvery(ENDLESS)
              : TrainRuns.adienceNet(Long.parseLong(args[2]), iterations, 2, 2),
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
