// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.layer;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What DL4J expects of a configuration that makes its implementation. */
final class Instances {
  private Instances() {}

  /**
   * Gives a layer its place in a network.
   *
   * @param parameters its part of the network's parameters
   * @param initialise whether its fillers set them
   */
  static Layer ready(
      Layer layer,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialise) {
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(
        layer.conf().getLayer().initializer().init(layer.conf(), parameters, initialise));
    return layer;
  }
}
