// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.training;

import io.agegender.jobs.spark.FileSystemSettings;
import io.agegender.jobs.spark.Machine;
import io.agegender.jobs.spark.SparkDefaults;
import io.agegender.jobs.train.RoundRate;
import io.agegender.network.solver.SolverSettings;
import io.agegender.run.BatchMode;
import io.agegender.run.RunName;
import io.agegender.run.RunSettings;
import io.agegender.training.Shuffle;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * One measurement of {@link AveragingBenchmark} in a JVM of its own, because the number of threads
 * is fixed when ND4J is loaded.
 */
final class AveragingProbe {
  /** Steps before the clock starts, until the code is compiled. */
  private static final int WARM = 50;

  private AveragingProbe() {}

  /**
   * Arguments: dataset, configuration, workers (0 for plain fit), batch of all workers together,
   * averaging frequency, measured steps, and the file that gets the images per second and the share
   * of rounds beyond computing.
   */
  public static void main(String[] arguments) throws IOException {
    int workers = Integer.parseInt(arguments[2]);
    int frequency = Integer.parseInt(arguments[4]);
    RunSettings settings =
        RunSettings.builder(RunName.parse(arguments[1]))
            .testFold(0)
            .schedule("benchmark")
            .solver(new SolverSettings(0.001, 0.1, 10_000, 0.9, 0.0005))
            .batch(Integer.parseInt(arguments[3]))
            .batchMode(BatchMode.SPLIT)
            .iterations(WARM + Integer.parseInt(arguments[5]))
            .checkpointEvery(WARM)
            .workers(Math.max(1, workers))
            .averagingFrequency(frequency)
            .shuffle(Shuffle.EACH_EPOCH)
            .seed(1)
            .threads(Machine.threadsOfThisJvm())
            .build();
    RoundRate rate = new RoundRate(new Path(arguments[0]), settings, FileSystemSettings.now());
    double imagesPerSecond = workers == 0 ? rate.plainFit(WARM) : onSpark(rate, workers);
    Files.writeString(
        java.nio.file.Path.of(arguments[6]),
        String.format(Locale.ROOT, "%.3f %.5f", imagesPerSecond, rate.overhead()));
  }

  private static double onSpark(RoundRate rate, int workers) {
    try (JavaSparkContext spark = spark(workers)) {
      return rate.onSpark(spark, WARM);
    }
  }

  /** Spark with as many slots as workers in this JVM. */
  static JavaSparkContext spark(int workers) {
    return new JavaSparkContext(
        SparkDefaults.addTo(
            new SparkConf()
                .setAppName("averaging benchmark")
                .setMaster("local[%d]".formatted(workers))
                .set("spark.ui.enabled", "false")));
  }
}
