// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.error.FailedException;
import io.agegender.network.Networks;
import io.agegender.network.definition.Architecture;
import io.agegender.network.solver.SolverSettings;
import io.agegender.training.AugmentedSample;
import io.agegender.training.Minibatch;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.worker.ExecuteWorkerMultiDataSetFlatMap;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

class AveragingWorkerTest {
  private final ComputationGraph network =
      Networks.create(
          Architecture.NET_DEFINITIONS, 2, new SolverSettings(0.001, 0.1, 10, 0.9, 0.0005), 1);

  @Test
  void aDroppedMinibatchAndADroppedSampleAreNamed() throws Exception {
    learn(2, 2).requireAll();
    assertThatThrownBy(() -> learn(2).requireAll())
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("worker 1 learnt from 1 of 2 minibatches, 2 of 4 images")
        .hasMessageContaining("from iteration 6");
    assertThatThrownBy(() -> learn(2, 1).requireAll())
        .hasMessageContaining("2 of 2 minibatches, 3 of 4 images");
  }

  /** Hands two minibatches of two samples to DL4J's worker, or what is left of them. */
  private AveragingWorker learn(int... samples) throws Exception {
    AugmentedSample sample = new AugmentedSample(0, 0, 0);
    List<Minibatch> minibatches =
        List.of(
            new Minibatch(6, 1, List.of(sample, sample)),
            new Minibatch(7, 2, List.of(sample, sample)));
    AveragingWorker worker = new AveragingWorker(network, new WorkerTask(1, minibatches));
    List<org.nd4j.linalg.dataset.api.MultiDataSet> data = new ArrayList<>();
    for (int count : samples) {
      INDArray labels = Nd4j.zeros(DataType.FLOAT, count, 2);
      labels.getColumn(0).assign(1);
      data.add(new MultiDataSet(Nd4j.ones(DataType.FLOAT, count, 3, 227, 227), labels));
    }
    new ExecuteWorkerMultiDataSetFlatMap<>(worker).call(data.iterator());
    return worker;
  }
}
