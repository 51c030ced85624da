package io.agegender.network.layer;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinearDerivative;
import org.nd4j.linalg.factory.Nd4j;

/** ReLU or nothing, in place, with the gradient taken from the output. */
final class Relu {
  private Relu() {}

  /** Replaces an activation by its ReLU, if the layer has one. */
  static void apply(IActivation function, INDArray activation) {
    if (isOn(function)) {
      Nd4j.exec(new RectifiedLinear(activation, activation));
    }
  }

  /**
   * Replaces a gradient at the output by the one before the ReLU. It may write into {@code
   * gradient}: every gradient in our graphs belongs to the one layer that it is handed to.
   *
   * @param output what the layer gave, after ReLU
   */
  static INDArray backward(IActivation function, INDArray output, INDArray gradient) {
    if (!isOn(function)) {
      return gradient;
    }
    if (output == null) {
      throw new IllegalStateException("backward pass without a training forward pass before it");
    }
    return Nd4j.exec(new RectifiedLinearDerivative(output, gradient, gradient, 0.0))[0];
  }

  /** Whether it is ReLU; only ReLU and identity are known. */
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
