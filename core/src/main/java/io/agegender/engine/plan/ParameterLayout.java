// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.plan;

import io.agegender.network.definition.LayerDefinition.Convolution;
import io.agegender.network.definition.LayerDefinition.Learning;
import io.agegender.network.definition.Parameters;
import io.agegender.network.definition.ResolvedLayer;
import io.agegender.network.definition.ResolvedNetwork;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where weights and biases lie in the flat vector of all parameters, in DL4J's order. A convolution
 * has its biases first, then its weights (outputs, inputs / groups, kernel, kernel); a fully
 * connected layer has its weights (outputs, inputs) first. Gradients and velocities lie alike.
 */
public final class ParameterLayout {
  private final Map<String, LayerPlace> layers = new LinkedHashMap<>();
  private final List<Segment> segments = new ArrayList<>();
  private long count;

  /**
   * The weights or the biases of one layer.
   *
   * @param first the first number, from 0
   * @param count how many, at least 1
   * @param rate multiplier of the learning rate
   * @param decay multiplier of the weight decay
   */
  public record Segment(long first, long count, double rate, double decay) {}

  /** Both parts of a layer. */
  public record LayerPlace(Segment weights, Segment biases) {
    /** The first number of the layer. */
    public long first() {
      return Math.min(weights.first(), biases.first());
    }

    /** Numbers of the layer. */
    public long count() {
      return weights.count() + biases.count();
    }
  }

  private ParameterLayout() {}

  /** The layout of a network. */
  public static ParameterLayout of(ResolvedNetwork network) {
    ParameterLayout layout = new ParameterLayout();
    ParameterOrder.of(network).forEach(layout::add);
    return layout;
  }

  /** Layers with parameters by name, in the order of the vector. */
  public Map<String, LayerPlace> layers() {
    return layers;
  }

  /** Weights and biases in the order of the vector, without a gap. */
  public List<Segment> segments() {
    return segments;
  }

  /** Numbers of the vector. */
  public long count() {
    return count;
  }

  private void add(ResolvedLayer layer) {
    Learning learning = (Learning) layer.definition();
    long weights = learning.outputs() * layer.fanIn();
    Segment first;
    Segment second;
    if (learning instanceof Convolution) {
      first = segment(learning.outputs(), learning.biases());
      second = segment(weights, learning.weights());
      layers.put(layer.name(), new LayerPlace(second, first));
    } else {
      first = segment(weights, learning.weights());
      second = segment(learning.outputs(), learning.biases());
      layers.put(layer.name(), new LayerPlace(first, second));
    }
    segments.add(first);
    segments.add(second);
  }

  private Segment segment(long numbers, Parameters parameters) {
    Segment segment = new Segment(count, numbers, parameters.rate(), parameters.decay());
    count += numbers;
    return segment;
  }
}
