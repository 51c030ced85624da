// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition.prototxt;

import io.agegender.network.definition.Filler;
import io.agegender.network.definition.LayerDefinition;
import io.agegender.network.definition.LayerDefinition.Convolution;
import io.agegender.network.definition.LayerDefinition.InnerProduct;
import io.agegender.network.definition.LayerDefinition.Softmax;
import io.agegender.network.definition.LayerDefinition.SoftmaxLoss;
import io.agegender.network.definition.NetworkDefinition;
import io.agegender.network.definition.Parameters;

/** What is left of a network when it does not learn any more. */
public final class DeployNetwork {
  private static final Parameters LOADED = new Parameters(Filler.DEFAULT, 1, 1);

  private DeployNetwork() {}

  /**
   * The network with probabilities in the place of losses, and without fillers and multipliers. The
   * only output is {@code prob}, as the original names it; several keep the names of their losses.
   */
  public static NetworkDefinition of(NetworkDefinition network) {
    boolean single = network.layers().stream().filter(SoftmaxLoss.class::isInstance).count() == 1;
    return new NetworkDefinition(
        network.name(),
        network.input(),
        network.layers().stream().map(layer -> deployed(layer, single)).toList());
  }

  private static LayerDefinition deployed(LayerDefinition layer, boolean single) {
    if (layer instanceof SoftmaxLoss loss) {
      return single
          ? new Softmax("prob", loss.bottom(), "prob")
          : new Softmax(loss.name(), loss.bottom(), loss.top());
    }
    if (layer instanceof Convolution c) {
      return new Convolution(
          c.name(), c.bottom(), c.top(), c.outputs(), c.window(), c.groups(), LOADED, LOADED);
    }
    if (layer instanceof InnerProduct p) {
      return new InnerProduct(p.name(), p.bottom(), p.top(), p.outputs(), LOADED, LOADED);
    }
    return layer;
  }
}
