// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import io.agegender.dataset.Dataset;
import io.agegender.dataset.format.Subset;
import io.agegender.jobs.spark.Engine;
import io.agegender.network.kernel.InstructionSet;
import io.agegender.run.RunSettings;
import io.agegender.training.Minibatch;
import io.agegender.training.Rounds;
import io.agegender.training.SampleStream;
import io.agegender.training.TrainingState;
import java.util.function.IntConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.nd4j.linalg.factory.Nd4j;

/** Runs rounds and measures how many images a second they learn from; for benchmarks. */
public final class RoundRate {
  private final WorkerContext context;
  private final SampleStream stream;
  private final Rounds rounds;

  /** Seconds in which the slowest worker of each round computed. */
  private double computing;

  private double overhead;

  /**
   * @param settings what is trained; its iterations bound the rounds that can be measured
   */
  public RoundRate(Path dataset, RunSettings settings, Configuration hadoop) {
    Dataset data = Dataset.open(dataset, hadoop);
    this.context =
        new WorkerContext(
            "rate",
            settings,
            dataset.toString(),
            data.manifest().sha256(),
            InstructionSet.ofThisJvm(),
            Engine.ND4J,
            new SerializableConfiguration(hadoop));
    this.stream =
        new SampleStream(
            data.split(
                settings.name().target(), settings.trainedOn(), settings.testFold(), Subset.TRAIN),
            settings.seed(),
            settings.shuffle());
    this.rounds = settings.rounds();
  }

  /**
   * Rounds on Spark, as training runs them.
   *
   * @param warmSteps steps before the clock starts, at least; a round is not cut
   * @return images per second over the other steps
   */
  public double onSpark(JavaSparkContext spark, int warmSteps) {
    try (AveragingRounds averaging = new AveragingRounds(spark, context)) {
      TrainingState state = TrainJob.initial(context.settings());
      while (state.iteration() < warmSteps) {
        state = next(averaging, state);
      }
      int first = state.iteration();
      computing = 0;
      long began = System.nanoTime();
      while (state.iteration() < rounds.iterations()) {
        state = next(averaging, state);
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      overhead = 1 - computing / seconds;
      return rate(first, began);
    }
  }

  /**
   * All rounds on Spark, as training runs them.
   *
   * @param afterEach is told how many rounds are done
   */
  public void onSpark(JavaSparkContext spark, IntConsumer afterEach) {
    try (AveragingRounds averaging = new AveragingRounds(spark, context)) {
      TrainingState state = TrainJob.initial(context.settings());
      for (int round = 1; state.iteration() < rounds.iterations(); round++) {
        state = next(averaging, state);
        afterEach.accept(round);
      }
    }
  }

  /**
   * The same minibatches through DL4J's own fit on this thread, without Spark.
   *
   * @param warmSteps steps before the clock starts
   */
  public double plainFit(int warmSteps) {
    Trainer trainer = context.onNd4j();
    long began = 0;
    for (int iteration = 0; iteration < rounds.iterations(); iteration++) {
      if (iteration == warmSteps) {
        began = System.nanoTime();
      }
      Minibatch minibatch =
          new Rounds(rounds.iterations(), rounds.workers(), 1, rounds.minibatch())
              .cut(stream, context.settings().seed(), iteration)
              .get(0)
              .get(0);
      Nd4j.getRandom().setSeed(minibatch.dropoutSeed());
      trainer.network().fit(trainer.batches().assemble(minibatch));
    }
    return rate(warmSteps, began);
  }

  /** The share of the rounds' time in which not even the slowest worker computed, 0 to 1. */
  public double overhead() {
    return overhead;
  }

  private TrainingState next(AveragingRounds averaging, TrainingState state) {
    AveragingRounds.Outcome outcome =
        averaging.run(state, rounds.cut(stream, context.settings().seed(), state.iteration()));
    computing += outcome.reports().stream().mapToDouble(WorkerReport::seconds).max().orElseThrow();
    return outcome.state();
  }

  private double rate(int firstIteration, long began) {
    long images = rounds.samplesBefore(rounds.iterations()) - rounds.samplesBefore(firstIteration);
    return images / ((System.nanoTime() - began) / 1e9);
  }
}
