// SPDX-License-Identifier: Apache-2.0
package io.agegender.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.network.definition.Architecture;
import io.agegender.network.solver.SolverSettings;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Training gives the same bits whenever the random numbers of its thread start from the same seed:
 * what resuming, retries and the nightly comparison rest on.
 */
@Tag("slow")
class DeterminismTest {
  private static final SolverSettings SOLVER = new SolverSettings(1e-3, 0.1, 2, 0.9, 5e-4);

  @Test
  void theSameSeedsGiveTheSameBitsInAnyThread() throws InterruptedException, ExecutionException {
    INDArray first = train(11);
    INDArray again = train(11);
    INDArray otherDropout = train(12);
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      Future<INDArray> elsewhere = executor.submit(() -> train(11));
      assertThat(elsewhere.get()).isEqualTo(first);
    } finally {
      executor.shutdown();
    }
    assertThat(again).isEqualTo(first);
    assertThat(otherDropout).isNotEqualTo(first);
  }

  @Test
  void aSmallerMinibatchInBetweenLeavesNoTrace() {
    ComputationGraph network = Networks.create(Architecture.NET_DEFINITIONS, 2, SOLVER, 5);
    INDArray three = network.outputSingle(faces(3)).dup();
    network.output(faces(1));
    assertThat(network.outputSingle(faces(3))).isEqualTo(three);
  }

  private static INDArray train(long dropoutSeed) {
    ComputationGraph network = Networks.create(Architecture.NET_DEFINITIONS, 2, SOLVER, 5);
    INDArray faces = faces(2);
    INDArray labels = Nd4j.createFromArray(new float[][] {{1, 0}, {0, 1}});
    for (int i = 0; i < 3; i++) {
      Nd4j.getRandom().setSeed(dropoutSeed + i);
      network.fit(new INDArray[] {faces}, new INDArray[] {labels});
    }
    return Nd4j.concat(0, network.params().reshape(-1), network.getUpdater().getStateViewArray());
  }

  private static INDArray faces(int number) {
    INDArray values = Nd4j.arange(number * 3 * 227 * 227).castTo(DataType.FLOAT);
    return Nd4j.math.sin(values).muli(60).reshape('c', number, 3, 227, 227);
  }
}
