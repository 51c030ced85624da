// SPDX-License-Identifier: Apache-2.0
package io.agegender.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.network.definition.Architecture;
import io.agegender.network.solver.SolverSettings;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerSpanTest {
  private static final SolverSettings SOLVER = new SolverSettings(0.001, 0.1, 10, 0.9, 0.0005);

  /** Where DL4J itself has put the layers of a network that was made. */
  @ParameterizedTest
  @ValueSource(strings = {"net_definitions", "googlenet"})
  void spansLieWhereTheNetworksViewsLie(Architecture architecture) {
    ComputationGraph network = Networks.create(architecture, 8, SOLVER, 1);
    List<LayerSpan> spans = LayerSpan.of(architecture.resolve(8));
    long next = 0;
    for (LayerSpan span : spans) {
      Layer layer = network.getLayer(span.layer());
      assertThat(span.first()).as(span.layer()).isEqualTo(next);
      assertThat(layer.params().offset()).as(span.layer()).isEqualTo(span.first());
      assertThat(layer.numParams()).as(span.layer()).isEqualTo(span.count());
      next += span.count();
    }
    assertThat(next).isEqualTo(network.numParams());
  }
}
