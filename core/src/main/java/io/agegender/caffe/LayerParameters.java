// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import io.agegender.foundation.error.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The parameters of one layer of a network, seen as Caffe's blobs.
 *
 * @param name the layer's name, the same in Caffe
 * @param type Caffe's type of the layer
 * @param views weights in Caffe's shape (filters x channels per group x height x width, or outputs
 *     x inputs), then biases (one dimension); writing to them changes the network
 */
record LayerParameters(String name, String type, List<INDArray> views) {
  /**
   * The layers of a network that have parameters, by name, in the order of the network.
   *
   * @throws UsageException if a layer has parameters that Caffe does not know
   */
  static Map<String, LayerParameters> of(ComputationGraph network) {
    Map<String, LayerParameters> layers = new LinkedHashMap<>();
    for (Layer layer : network.getLayers()) {
      if (layer.numParams() > 0) {
        LayerParameters parameters = of(layer);
        layers.put(parameters.name(), parameters);
      }
    }
    return layers;
  }

  private static LayerParameters of(Layer layer) {
    String name = layer.conf().getLayer().getLayerName();
    Map<String, INDArray> table = layer.paramTable();
    INDArray weights = table.get(DefaultParamInitializer.WEIGHT_KEY);
    INDArray bias = table.get(DefaultParamInitializer.BIAS_KEY);
    if (weights == null
        || (weights.rank() != 2 && weights.rank() != 4)
        || table.size() != (bias == null ? 1 : 2)) {
      throw new UsageException(
          "layer '%s' has the parameters %s; only convolutions and inner products have a place in a"
                  .formatted(name, table.keySet())
              + " .caffemodel file");
    }
    // DL4J keeps (inputs, outputs) in column-major order, which is Caffe's (outputs, inputs) in
    // row-major order. Convolutions have one shape and order in both.
    List<INDArray> views = new ArrayList<>();
    views.add(weights.rank() == 2 ? weights.transpose() : weights);
    if (bias != null) {
      views.add(bias.reshape(bias.length()));
    }
    return new LayerParameters(
        name, weights.rank() == 2 ? "InnerProduct" : "Convolution", List.copyOf(views));
  }

  /** Whether a stored layer has the same number of blobs with shapes that fit. */
  boolean fits(StoredLayer stored) {
    if (stored.blobs().size() != views.size()) {
      return false;
    }
    for (int i = 0; i < views.size(); i++) {
      if (!stored.blobs().get(i).shape().fits(views.get(i).shape())) {
        return false;
      }
    }
    return true;
  }

  /** Copies the values of a stored layer that {@link #fits}. */
  void assign(StoredLayer stored) {
    for (int i = 0; i < views.size(); i++) {
      INDArray view = views.get(i);
      view.assign(stored.blobs().get(i).values().reshape('c', view.shape()));
    }
  }

  /** Copies the values of another network's layer of the same shapes. */
  void assign(LayerParameters other) {
    for (int i = 0; i < views.size(); i++) {
      views.get(i).assign(other.views.get(i));
    }
  }

  /** Whether every weight is 0, as it is when the definition names no filler. */
  boolean weightsAreZero() {
    return views.get(0).amaxNumber().doubleValue() == 0;
  }

  /** Such as {@code 96x3x7x7, 96}. */
  String shapes() {
    return String.join(", ", views.stream().map(v -> BlobShape.text(v.shape())).toList());
  }
}
