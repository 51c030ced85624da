// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import io.agegender.training.BatchAssembler;
import io.agegender.training.Minibatch;
import io.agegender.training.TrainingState;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Iterator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.worker.ExecuteWorkerMultiDataSetFlatMap;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * DL4J's network and its input on one thread of an executor, computed by ND4J. Not thread-safe.
 *
 * @param network whose parameters each round replaces
 * @param batches reads the minibatches
 */
record Trainer(ComputationGraph network, BatchAssembler batches) implements RoundTrainer {

  @Override
  public Result train(TrainingState start, WorkerTask task) {
    start.copyTo(network);
    AveragingWorker worker = new AveragingWorker(network, task);
    try {
      new ExecuteWorkerMultiDataSetFlatMap<>(worker).call(assembled(task.minibatches().iterator()));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("DL4J's worker declares every exception and throws none", e);
    }
    worker.requireAll();
    TrainingState state = TrainingState.of(network, task.end());
    return new Result(
        state,
        new WorkerReport(
            task.worker(), task.examples(), worker.losses(), worker.seconds(), host()));
  }

  @Override
  public void close() {
    network.close();
    batches.close();
  }

  /**
   * Assembles a minibatch when it is asked for, not when it is looked for: its arrays are used
   * again.
   */
  private Iterator<MultiDataSet> assembled(Iterator<Minibatch> minibatches) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return minibatches.hasNext();
      }

      @Override
      public MultiDataSet next() {
        return batches.assemble(minibatches.next());
      }
    };
  }

  static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown host";
    }
  }
}
