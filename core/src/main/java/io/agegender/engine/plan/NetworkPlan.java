// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.plan;

import io.agegender.network.definition.BlobShape;
import io.agegender.network.definition.LayerDefinition;
import io.agegender.network.definition.LayerDefinition.Learning;
import io.agegender.network.definition.ResolvedLayer;
import io.agegender.network.definition.ResolvedNetwork;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A network in the order of its execution. Blob 0 is the input; each step makes the next blob. A
 * ReLU that alone reads a layer with weights is a part of that layer's step.
 */
public final class NetworkPlan {
  private final ResolvedNetwork network;
  private final ParameterLayout layout;
  private final List<Blob> blobs = new ArrayList<>();
  private final List<PlanStep> steps = new ArrayList<>();

  /**
   * What a step makes.
   *
   * @param layer the layer that made the blob, or the name of the input
   * @param shape of one picture
   * @param learns whether its numbers depend on parameters that are trained: it has a gradient
   */
  public record Blob(String layer, BlobShape shape, boolean learns) {}

  /**
   * One layer.
   *
   * @param inputs numbers of the blobs that it reads
   * @param output number of the blob that it makes
   * @param rectified whether ReLU follows in the same step
   */
  public record PlanStep(
      LayerDefinition definition, List<Integer> inputs, int output, boolean rectified) {}

  private NetworkPlan(ResolvedNetwork network) {
    this.network = network;
    this.layout = ParameterLayout.of(network);
    Fusion fusion = new Fusion(network);
    Map<String, Integer> made = new HashMap<>();
    String data = network.definition().input().data();
    made.put(data, 0);
    blobs.add(new Blob(data, network.inputShape(), false));
    for (ResolvedLayer layer : network.layers()) {
      List<Integer> inputs = layer.sources().stream().map(made::get).toList();
      if (fusion.isRelu(layer)) {
        made.put(layer.name(), inputs.get(0));
        continue;
      }
      made.put(layer.name(), blobs.size());
      steps.add(new PlanStep(layer.definition(), inputs, blobs.size(), fusion.isRectified(layer)));
      boolean learns = inputs.stream().anyMatch(input -> blobs.get(input).learns());
      blobs.add(new Blob(layer.name(), layer.output(), learns || trains(layer.definition())));
    }
  }

  /** The plan of a network. */
  public static NetworkPlan of(ResolvedNetwork network) {
    return new NetworkPlan(network);
  }

  public ResolvedNetwork network() {
    return network;
  }

  public ParameterLayout layout() {
    return layout;
  }

  /** All blobs; a number in a step is an index here. */
  public List<Blob> blobs() {
    return blobs;
  }

  /** The steps in the order of their execution. */
  public List<PlanStep> steps() {
    return steps;
  }

  private static boolean trains(LayerDefinition layer) {
    return layer instanceof Learning learning
        && (learning.weights().rate() > 0 || learning.biases().rate() > 0);
  }
}
