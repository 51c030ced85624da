// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine;

import io.agegender.engine.plan.ParameterLayout.LayerPlace;

/** A layer's part of the parameters and of their gradients. */
record LearnedPart(Floats weights, Floats biases, Floats weightGradient, Floats biasGradient) {
  static LearnedPart of(LayerPlace place, Floats parameters, Floats gradients) {
    long weight = place.weights().first();
    long bias = place.biases().first();
    return new LearnedPart(
        parameters.part(weight, place.weights().count()),
        parameters.part(bias, place.biases().count()),
        gradients.part(weight, place.weights().count()),
        gradients.part(bias, place.biases().count()));
  }
}
