// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine;

import io.agegender.engine.shape.ConvolutionShape;
import io.agegender.engine.shape.ProductShape;

/**
 * Blob times weights, without bias, and both of its gradients; each overwrites its last argument.
 */
interface WeightProduct {
  void forward(Floats x, Floats weights, Floats y);

  void data(Floats weights, Floats dy, Floats dx);

  void weights(Floats x, Floats dy, Floats dWeights);

  static WeightProduct convolution(Primitives primitives, ConvolutionShape shape) {
    return new WeightProduct() {
      @Override
      public void forward(Floats x, Floats weights, Floats y) {
        primitives.convolve(shape, x, weights, y);
      }

      @Override
      public void data(Floats weights, Floats dy, Floats dx) {
        primitives.convolveData(shape, weights, dy, dx);
      }

      @Override
      public void weights(Floats x, Floats dy, Floats dWeights) {
        primitives.convolveWeights(shape, x, dy, dWeights);
      }
    };
  }

  static WeightProduct innerProduct(Primitives primitives, ProductShape shape) {
    return new WeightProduct() {
      @Override
      public void forward(Floats x, Floats weights, Floats y) {
        primitives.multiply(shape, x, weights, y);
      }

      @Override
      public void data(Floats weights, Floats dy, Floats dx) {
        primitives.multiplyData(shape, weights, dy, dx);
      }

      @Override
      public void weights(Floats x, Floats dy, Floats dWeights) {
        primitives.multiplyWeights(shape, x, dy, dWeights);
      }
    };
  }
}
