// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import io.agegender.foundation.error.FailedException;
import io.agegender.training.Minibatch;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.WorkerConfiguration;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingResult;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingWorker;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * DL4J's parameter-averaging worker, made a function of its input. The stock one starts each round
 * at iteration 0, because the network configuration loses its count when it is copied, so that
 * learning-rate schedules never advance; and it samples dropout masks from a generator that starts
 * with the clock. This one sets iteration and seed before each step, and keeps the loss of every
 * step.
 */
final class AveragingWorker extends ParameterAveragingTrainingWorker {
  private static final int NO_PREFETCH = 0;

  private final transient ComputationGraph network;
  private final WorkerTask task;
  private final double[] losses;
  private final double[] seconds;
  private int step;
  private long samples;
  private long stepBegan;

  AveragingWorker(ComputationGraph network, WorkerTask task) {
    super(null, true, configuration(task), null, null, null);
    this.network = network;
    this.task = task;
    this.losses = new double[task.minibatches().size()];
    this.seconds = new double[losses.length];
  }

  double[] losses() {
    return losses.clone();
  }

  /** Wall-clock time of each step, its minibatch's way from the disk included. */
  double[] seconds() {
    return seconds.clone();
  }

  /**
   * The network of this thread; its parameters and momentum are those that the round starts from.
   */
  @Override
  public ComputationGraph getInitialModelGraph() {
    stepBegan = System.nanoTime();
    return network;
  }

  @Override
  public ParameterAveragingTrainingResult processMinibatch(
      MultiDataSet data, ComputationGraph graph, boolean isLast) {
    Minibatch minibatch = task.minibatches().get(step);
    graph.getConfiguration().setIterationCount(minibatch.iteration());
    Nd4j.getRandom().setSeed(minibatch.dropoutSeed());
    ParameterAveragingTrainingResult result = super.processMinibatch(data, graph, isLast);
    losses[step] = graph.score();
    samples += data.getFeatures(0).size(0);
    long now = System.nanoTime();
    seconds[step] = (now - stepBegan) / 1e9;
    stepBegan = now;
    step++;
    return result;
  }

  /**
   * Makes sure that DL4J handed over every minibatch with every sample.
   *
   * @throws FailedException if one was dropped
   */
  void requireAll() {
    if (step != losses.length || samples != task.examples()) {
      throw new FailedException(
          ("worker %d learnt from %d of %d minibatches, %d of %d images, in the round from iteration %d: DL4J"
                  + " dropped the others. Its version was changed? The result would be another one")
              .formatted(
                  task.worker(),
                  step,
                  losses.length,
                  samples,
                  task.examples(),
                  task.minibatches().get(0).iteration()));
    }
  }

  private static WorkerConfiguration configuration(WorkerTask task) {
    int minibatch = task.minibatches().get(0).samples().size();
    return new WorkerConfiguration(
        true, minibatch, minibatch, task.minibatches().size(), NO_PREFETCH, false);
  }
}
