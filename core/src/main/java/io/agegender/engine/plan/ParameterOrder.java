// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.plan;

import io.agegender.network.definition.LayerDefinition.Learning;
import io.agegender.network.definition.LayerDefinition.Pooling;
import io.agegender.network.definition.ResolvedLayer;
import io.agegender.network.definition.ResolvedNetwork;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The order in which DL4J lays layers into the vector of parameters: Kahn's walk over its graph, in
 * which the successors of a vertex come in the order of a {@code HashSet} of their numbers. That
 * order is a part of every checkpoint, so the same kind of set is taken here.
 */
final class ParameterOrder {
  private final Map<String, Integer> vertices = new HashMap<>();
  private final List<Set<Integer>> before = new ArrayList<>();
  private final List<Set<Integer>> after = new ArrayList<>();
  private final Map<Integer, ResolvedLayer> learning = new HashMap<>();

  private ParameterOrder(ResolvedNetwork network) {
    Fusion fusion = new Fusion(network);
    vertices.put(network.definition().input().data(), vertex());
    for (ResolvedLayer layer : network.layers()) {
      List<Integer> sources = layer.sources().stream().map(vertices::get).toList();
      if (fusion.isWithoutVertex(layer)) {
        vertices.put(layer.name(), sources.get(0));
        continue;
      }
      if (layer.definition() instanceof Pooling pooling
          && pooling.method() == Pooling.Method.AVERAGE
          && pooling.window().pad() > 0) {
        // Our graph pads in a vertex of its own.
        int padding = vertex();
        connect(sources, padding);
        sources = List.of(padding);
      }
      int vertex = vertex();
      vertices.put(layer.name(), vertex);
      connect(sources, vertex);
      if (layer.definition() instanceof Learning) {
        learning.put(vertex, layer);
      }
    }
  }

  /** The layers with parameters in the order of the vector. */
  static List<ResolvedLayer> of(ResolvedNetwork network) {
    return new ParameterOrder(network).walk();
  }

  private int vertex() {
    before.add(new HashSet<>());
    after.add(new HashSet<>());
    return before.size() - 1;
  }

  private void connect(List<Integer> sources, int vertex) {
    for (int source : sources) {
      before.get(vertex).add(source);
      after.get(source).add(vertex);
    }
  }

  private List<ResolvedLayer> walk() {
    List<ResolvedLayer> order = new ArrayList<>();
    Deque<Integer> ready = new ArrayDeque<>(List.of(0));
    while (!ready.isEmpty()) {
      int next = ready.removeFirst();
      if (learning.containsKey(next)) {
        order.add(learning.get(next));
      }
      for (int successor : after.get(next)) {
        before.get(successor).remove(next);
        if (before.get(successor).isEmpty()) {
          ready.addLast(successor);
        }
      }
    }
    return order;
  }
}
