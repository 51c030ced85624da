// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine;

import io.agegender.engine.plan.NetworkPlan.PlanStep;
import io.agegender.engine.shape.ConvolutionShape;
import io.agegender.engine.shape.Planes;

/** Convolution, bias, ReLU or not. */
record ConvolutionOperation(
    Primitives primitives, Blobs blobs, PlanStep step, ConvolutionShape shape, LearnedPart learned)
    implements Operation {
  @Override
  public void forward(boolean training, long seed) {
    Floats y = blobs.value(step.output());
    primitives.convolve(shape, blobs.value(step.inputs().get(0)), learned.weights(), y);
    primitives.addBias(planes(), learned.biases(), y, step.rectified());
  }

  @Override
  public void backward() {
    int input = step.inputs().get(0);
    Floats dy = blobs.gradient(step.output());
    if (step.rectified()) {
      primitives.reluBackward(blobs.value(step.output()), dy, dy);
    }
    primitives.biasGradient(planes(), dy, learned.biasGradient());
    primitives.convolveWeights(shape, blobs.value(input), dy, learned.weightGradient());
    blobs.give(input, dx -> primitives.convolveData(shape, learned.weights(), dy, dx));
  }

  private Planes planes() {
    int side = shape.outputSize();
    return new Planes(shape.pictures(), shape.outputs(), side * side);
  }
}
