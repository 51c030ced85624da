// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition;

import static io.agegender.network.definition.NetworkBuilder.Learned.gaussian;

/**
 * The BVLC reference CaffeNet: AlexNet (Krizhevsky et al. 2012) with pooling before normalisation;
 * 227x227 input, two groups in conv2, conv4 and conv5, 56,901,000 parameters for 8 classes.
 */
final class CaffeNet {
  private CaffeNet() {}

  static NetworkDefinition define(int classes) {
    return new NetworkBuilder("CaffeNet", 227)
        .convolution("conv1", 96, Window.of(11).stride(4), gaussian(0.01, 0))
        .relu("relu1")
        .maxPool("pool1", Window.of(3).stride(2))
        .lrn("norm1")
        .convolution("conv2", 256, Window.of(5).pad(2), 2, gaussian(0.01, 1))
        .relu("relu2")
        .maxPool("pool2", Window.of(3).stride(2))
        .lrn("norm2")
        .convolution("conv3", 384, Window.of(3).pad(1), gaussian(0.01, 0))
        .relu("relu3")
        .convolution("conv4", 384, Window.of(3).pad(1), 2, gaussian(0.01, 1))
        .relu("relu4")
        .convolution("conv5", 256, Window.of(3).pad(1), 2, gaussian(0.01, 1))
        .relu("relu5")
        .maxPool("pool5", Window.of(3).stride(2))
        .innerProduct("fc6", 4096, gaussian(0.005, 1))
        .relu("relu6")
        .dropout("drop6", 0.5)
        .innerProduct("fc7", 4096, gaussian(0.005, 1))
        .relu("relu7")
        .dropout("drop7", 0.5)
        .innerProduct("fc8_agexgender", classes, gaussian(0.01, 0))
        .softmaxLoss("loss")
        .build();
  }
}
