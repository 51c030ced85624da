// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.plan;

import io.agegender.network.definition.LayerDefinition;
import io.agegender.network.definition.LayerDefinition.Dropout;
import io.agegender.network.definition.LayerDefinition.InnerProduct;
import io.agegender.network.definition.LayerDefinition.Learning;
import io.agegender.network.definition.LayerDefinition.Relu;
import io.agegender.network.definition.ResolvedLayer;
import io.agegender.network.definition.ResolvedNetwork;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which layers become a part of a neighbour. */
final class Fusion {
  private final ResolvedNetwork network;
  private final Map<String, ResolvedLayer> layers = new HashMap<>();

  Fusion(ResolvedNetwork network) {
    this.network = network;
    network.layers().forEach(layer -> layers.put(layer.name(), layer));
  }

  /** Whether ReLU alone reads what a layer with weights made: both are one step. */
  boolean isRectified(ResolvedLayer layer) {
    return layer.definition() instanceof Learning
        && readers(layer.name()).size() == 1
        && readers(layer.name()).get(0) instanceof Relu;
  }

  /** Whether the layer is the ReLU of the layer before it. */
  boolean isRelu(ResolvedLayer layer) {
    ResolvedLayer before = layers.get(layer.sources().get(0));
    return layer.definition() instanceof Relu && before != null && isRectified(before);
  }

  /** Whether DL4J's graph has no vertex for the layer. */
  boolean isWithoutVertex(ResolvedLayer layer) {
    return isRelu(layer)
        || (layer.definition() instanceof Dropout
            && readers(layer.name()).size() == 1
            && readers(layer.name()).get(0) instanceof InnerProduct);
  }

  private List<LayerDefinition> readers(String source) {
    return network.readers(source).stream().map(ResolvedLayer::definition).toList();
  }
}
