package io.agegender.network;

import static io.agegender.network.definition.Weights.filters;
import static io.agegender.network.definition.Weights.units;

/**
 * The BVLC reference CaffeNet: AlexNet (Krizhevsky et al. 2012) with pooling before normalisation;
 * 227x227 input, two groups in conv2, conv4 and conv5, 56,901,000 parameters for 8 classes.
 */
final class CaffeNet {
  private CaffeNet() {}

  static void define(CaffeGraph net, int classes) {
    net.convolution("conv1", "data", filters(96, 11).stride(4).gaussian(0.01, 0))
        .maxPool("pool1", "conv1", 3, 2)
        .lrn("norm1", "pool1")
        .convolution("conv2", "norm1", filters(256, 5).pad(2).groups(2).gaussian(0.01, 1))
        .maxPool("pool2", "conv2", 3, 2)
        .lrn("norm2", "pool2")
        .convolution("conv3", "norm2", filters(384, 3).pad(1).gaussian(0.01, 0))
        .convolution("conv4", "conv3", filters(384, 3).pad(1).groups(2).gaussian(0.01, 1))
        .convolution("conv5", "conv4", filters(256, 3).pad(1).groups(2).gaussian(0.01, 1))
        .maxPool("pool5", "conv5", 3, 2)
        .innerProduct("fc6", "pool5", units(4096).gaussian(0.005, 1))
        .innerProduct("fc7", "fc6", units(4096).dropInput(0.5).gaussian(0.005, 1))
        .innerProduct(
            "fc8_agexgender", "fc7", units(classes).dropInput(0.5).linear().gaussian(0.01, 0))
        .softmaxLoss("loss", "fc8_agexgender");
  }
}
