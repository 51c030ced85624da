package io.agegender.network.layer;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;

/** The activation functions of our layers: ReLU or none. */
final class Relu {
  private Relu() {}

  /**
   * Whether it is ReLU.
   *
   * @throws IllegalArgumentException if it is neither ReLU nor identity
   */
  static boolean isOn(IActivation function) {
    if (function instanceof ActivationReLU) {
      return true;
    }
    if (function instanceof ActivationIdentity) {
      return false;
    }
    throw new IllegalArgumentException("activation " + function + ": only ReLU or identity");
  }
}
