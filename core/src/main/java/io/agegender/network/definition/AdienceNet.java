// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition;

import static io.agegender.network.definition.NetworkBuilder.Learned.gaussian;

/**
 * Levi and Hassner, Age and Gender Classification using Convolutional Neural Networks, 2015,
 * section 3.1, as their Caffe definition has it: 227x227 input, no groups, 11,415,048 parameters
 * for 8 classes.
 */
final class AdienceNet {
  private AdienceNet() {}

  static NetworkDefinition define(int classes) {
    return new NetworkBuilder("CaffeNet", 227)
        .convolution("conv1", 96, Window.of(7).stride(4), gaussian(0.01, 0))
        .relu("relu1")
        .maxPool("pool1", Window.of(3).stride(2))
        .lrn("norm1")
        .convolution("conv2", 256, Window.of(5).pad(2), gaussian(0.01, 1))
        .relu("relu2")
        .maxPool("pool2", Window.of(3).stride(2))
        .lrn("norm2")
        .convolution("conv3", 384, Window.of(3).pad(1), gaussian(0.01, 0))
        .relu("relu3")
        .maxPool("pool5", Window.of(3).stride(2))
        .innerProduct("fc6", 512, gaussian(0.005, 1))
        .relu("relu6")
        .dropout("drop6", 0.5)
        .innerProduct("fc7", 512, gaussian(0.005, 1))
        .relu("relu7")
        .dropout("drop7", 0.5)
        .innerProduct("fc8", classes, gaussian(0.01, 0).rates(10, 20))
        .softmaxLoss("loss")
        .build();
  }
}
