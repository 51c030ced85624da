// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.foundation.progress.Progress;
import io.agegender.jobs.SampleDataset;
import io.agegender.jobs.spark.Machine;
import io.agegender.jobs.train.start.PretrainedSettings;
import io.agegender.network.solver.SolverSettings;
import io.agegender.run.BatchMode;
import io.agegender.run.Retention;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunName;
import io.agegender.run.RunSettings;
import io.agegender.testing.SmallNetwork;
import io.agegender.training.Shuffle;
import java.util.List;
import java.util.function.IntConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Short runs for tests of what surrounds the computing. The network is small, so that little but
 * Spark takes time, and has what depends on the order of things: dropout, and normalisation.
 */
final class TrainRuns {
  static final Retention KEEP = new Retention(3, 0);

  private TrainRuns() {}

  /**
   * Two workers, averaged after every 2 steps, with a checkpoint as often.
   *
   * @param seed distinguishes the runs of a test class: executors keep what they opened for a run
   */
  static RunSettings settings(long seed, int iterations) {
    return settings(seed, iterations, 2, 2, SmallNetwork.SOLVER);
  }

  static RunSettings settings(
      long seed, int iterations, int steps, int batch, SolverSettings solver) {
    return settings(SmallNetwork.AGE, seed, iterations, steps, batch, solver);
  }

  /** The same of AdienceNet: for tests that must come between, or that need much memory. */
  static RunSettings adienceNet(long seed, int iterations, int steps, int batch) {
    return settings(
        RunName.parse("age_net_definitions"), seed, iterations, steps, batch, SmallNetwork.SOLVER);
  }

  private static RunSettings settings(
      RunName run, long seed, int iterations, int steps, int batch, SolverSettings solver) {
    return RunSettings.builder(run)
        .schedule("test")
        .solver(solver)
        .batch(batch)
        .batchMode(BatchMode.PER_WORKER)
        .iterations(iterations)
        .checkpointEvery(steps)
        .workers(2)
        .averagingFrequency(steps)
        .shuffle(Shuffle.EACH_EPOCH)
        .seed(seed)
        .threads(Machine.threadsOfThisJvm())
        .build();
  }

  static TrainResult train(SparkSession spark, Path dataset, Path runs, RunSettings settings) {
    return train(spark, dataset, runs, settings, SampleDataset.silent());
  }

  static TrainResult train(
      SparkSession spark,
      Path dataset,
      Path runs,
      RunSettings settings,
      Progress.Factory progress) {
    return new TrainJob(
            new JavaSparkContext(spark.sparkContext()),
            PretrainedSettings.of(new Path("file:///none")),
            progress)
        .run(dataset, runs, settings, KEEP, "a = 1\n");
  }

  /** A progress that is told how many iterations are done. */
  static Progress.Factory telling(IntConsumer done) {
    return (task, total, unit) ->
        new Progress() {
          @Override
          public void at(long at, String note) {
            done.accept((int) at);
          }

          @Override
          public void close() {}
        };
  }

  /** The only run in a folder of runs. */
  static RunDirectory only(Path runs, Configuration configuration) {
    List<RunDirectory> found = RunDirectory.list(runs, configuration);
    assertThat(found).hasSize(1);
    return found.get(0);
  }
}
