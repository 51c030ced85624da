// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.nightly;

import io.agegender.jobs.SampleDataset;
import io.agegender.jobs.spark.Machine;
import io.agegender.jobs.train.TrainJob;
import io.agegender.jobs.train.start.PretrainedSettings;
import io.agegender.network.solver.SolverSettings;
import io.agegender.run.BatchMode;
import io.agegender.run.Retention;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunName;
import io.agegender.run.RunSettings;
import io.agegender.training.Shuffle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Runs of a few seconds on the synthetic dataset, and ways to damage it. */
public final class SmallRuns {
  private static final int KEEP = 5;

  private SmallRuns() {}

  /** AdienceNet, two workers, four iterations in two rounds, batches of two. */
  public static RunSettings settings() {
    return settings(7, 0.001, 2);
  }

  /** The same with another seed, rate or number of workers. */
  public static RunSettings settings(long seed, double rate, int workers) {
    RunName name = RunName.parse("age_net_definitions");
    return RunSettings.builder(name)
        .schedule("test")
        .solver(new SolverSettings(rate, 0.1, 3, 0.9, 0.0005))
        .batch(2)
        .batchMode(BatchMode.PER_WORKER)
        .iterations(4)
        .checkpointEvery(2)
        .workers(workers)
        .averagingFrequency(2)
        .shuffle(Shuffle.EACH_EPOCH)
        .seed(seed)
        .threads(Machine.threadsOfThisJvm())
        .build();
  }

  /** Trains it. */
  public static RunDirectory train(
      SparkSession spark, org.apache.hadoop.fs.Path dataset, Path runs, RunSettings settings) {
    return new TrainJob(
            JavaSparkContext.fromSparkContext(spark.sparkContext()),
            PretrainedSettings.of(new org.apache.hadoop.fs.Path(runs.resolve("models").toUri())),
            SampleDataset.silent())
        .run(
            dataset,
            new org.apache.hadoop.fs.Path(runs.toUri()),
            settings,
            new Retention(KEEP, 0),
            "")
        .directory();
  }

  /** A copy of the synthetic dataset that may be damaged. */
  public static Path copyOfDataset(Path target) throws IOException {
    Path source = Path.of(SampleDataset.path().toUri());
    List<Path> all;
    try (Stream<Path> files = Files.walk(source)) {
      all = files.toList();
    }
    for (Path file : all) {
      Path copy = target.resolve(source.relativize(file).toString());
      if (Files.isDirectory(file)) {
        Files.createDirectories(copy);
      } else {
        Files.copy(file, copy);
      }
    }
    return target;
  }

  /** Flips the lowest bit of a byte. */
  public static void flipBit(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 1;
    Files.write(file, bytes);
  }
}
