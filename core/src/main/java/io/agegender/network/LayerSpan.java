// SPDX-License-Identifier: Apache-2.0
package io.agegender.network;

import io.agegender.network.definition.ResolvedNetwork;
import io.agegender.network.solver.SolverSettings;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.util.GraphIndices;

/**
 * Where one layer's weights and biases lie in the flat vector of all parameters.
 *
 * @param layer Caffe's name of the layer
 * @param first its first float, from 0
 * @param count how many floats it has, at least 1
 */
public record LayerSpan(String layer, long first, long count) {
  private static final SolverSettings ANY_SOLVER = new SolverSettings(0.1, 0.1, 1, 0.9, 0);

  /**
   * The layers with parameters in the order of the vector, without a gap. Follows from the
   * configuration alone: no array of the network's size is made.
   */
  public static List<LayerSpan> of(ResolvedNetwork network) {
    ComputationGraphConfiguration configuration = Networks.configuration(network, ANY_SOLVER, 0);
    // The same walk that DL4J cuts the vector by.
    GraphIndices indices = new ComputationGraph(configuration).calculateIndices();
    List<LayerSpan> spans = new ArrayList<>();
    long first = 0;
    for (int vertex : indices.getTopologicalSortOrder()) {
      String name = indices.getIdxToName().get(vertex);
      if (configuration.getVertices().get(name) instanceof LayerVertex layer) {
        NeuralNetConfiguration conf = layer.getLayerConf();
        long count = conf.getLayer().initializer().numParams(conf);
        if (count > 0) {
          spans.add(new LayerSpan(name, first, count));
          first += count;
        }
      }
    }
    return List.copyOf(spans);
  }
}
