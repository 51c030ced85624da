package io.agegender.network;

import static io.agegender.network.definition.Weights.filters;
import static io.agegender.network.definition.Weights.units;

/**
 * Levi and Hassner, Age and Gender Classification using Convolutional Neural Networks, 2015,
 * section 3.1, as their Caffe definition has it: 227x227 input, no groups, 11,415,048 parameters
 * for 8 classes.
 */
final class AdienceNet {
  private AdienceNet() {}

  static void define(CaffeGraph net, int classes) {
    net.convolution("conv1", "data", filters(96, 7).stride(4).gaussian(0.01, 0))
        .maxPool("pool1", "conv1", 3, 2)
        .lrn("norm1", "pool1")
        .convolution("conv2", "norm1", filters(256, 5).pad(2).gaussian(0.01, 1))
        .maxPool("pool2", "conv2", 3, 2)
        .lrn("norm2", "pool2")
        .convolution("conv3", "norm2", filters(384, 3).pad(1).gaussian(0.01, 0))
        .maxPool("pool5", "conv3", 3, 2)
        .innerProduct("fc6", "pool5", units(512).gaussian(0.005, 1))
        .innerProduct("fc7", "fc6", units(512).dropInput(0.5).gaussian(0.005, 1))
        .innerProduct(
            "fc8", "fc7", units(classes).dropInput(0.5).linear().gaussian(0.01, 0).rates(10, 20))
        .softmaxLoss("loss", "fc8");
  }
}
