// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import io.agegender.dataset.Dataset;
import io.agegender.dataset.format.Subset;
import io.agegender.jobs.spark.Engine;
import io.agegender.network.timing.NetworkTiming;
import io.agegender.run.RunSettings;
import io.agegender.training.Rounds;
import io.agegender.training.SampleStream;
import io.agegender.training.TrainingState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Times real rounds of a run, cut down to a few steps of a few faces, on its executors. */
public final class RoundTrial {
  private RoundTrial() {}

  /**
   * What rounds took.
   *
   * @param minibatch faces of one worker in a step
   * @param step seconds of one step
   * @param overhead seconds of the round beyond its slowest worker's steps
   */
  public record Times(int minibatch, double step, double overhead) {}

  /**
   * Trains rounds and forgets what they learnt.
   *
   * @param run whose network, workers and faces are taken
   * @param steps in each round that count; one more goes before them
   * @param minibatches sizes to try, a round each
   */
  public static List<Times> of(
      JavaSparkContext spark, Path dataset, RunSettings run, int steps, List<Integer> minibatches) {
    Dataset data = Dataset.open(dataset, spark.hadoopConfiguration());
    SampleStream stream =
        new SampleStream(
            data.split(run.name().target(), run.trainedOn(), run.testFold(), Subset.TRAIN),
            run.seed(),
            run.shuffle());
    WorkerContext context =
        new WorkerContext(
            "trial of " + run.title(),
            run,
            dataset.toString(),
            data.manifest().sha256(),
            WorkerContext.ANY,
            Engine.of(spark.getConf()),
            new SerializableConfiguration(spark.hadoopConfiguration()));
    try (AveragingRounds averaging = new AveragingRounds(spark, context)) {
      TrainingState start = start(run);
      // Class loading and the first allocation of everything.
      averaging.run(start, new Rounds(1, run.workers(), 1, 1).cut(stream, run.seed(), 0));
      List<Times> times = new ArrayList<>();
      for (int minibatch : minibatches) {
        Rounds rounds = new Rounds(1 + steps, run.workers(), 1 + steps, minibatch);
        long began = System.nanoTime();
        List<WorkerReport> reports =
            averaging.run(start, rounds.cut(stream, run.seed(), 0)).reports();
        double seconds = (System.nanoTime() - began) / 1e9;
        double computing = reports.stream().mapToDouble(WorkerReport::seconds).max().orElseThrow();
        times.add(new Times(minibatch, step(reports), Math.max(0, seconds - computing)));
      }
      return times;
    }
  }

  /** Weights of a size at which no activation is so small that processors are slow with it. */
  private static TrainingState start(RunSettings run) {
    ComputationGraph network = TrainJob.filled(run);
    NetworkTiming.spread(network);
    return TrainingState.of(network, 0);
  }

  /** The median of all workers' steps but their first. */
  private static double step(List<WorkerReport> reports) {
    double[] sorted =
        reports.stream()
            .flatMapToDouble(r -> Arrays.stream(r.stepSeconds()).skip(1))
            .sorted()
            .toArray();
    return sorted[sorted.length / 2];
  }
}
