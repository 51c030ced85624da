package io.agegender.network;

import static io.agegender.network.definition.Weights.filters;
import static io.agegender.network.definition.Weights.units;

/**
 * Szegedy et al., Going Deeper with Convolutions, 2014, as the BVLC definition has it: 224x224
 * input, 10,327,880 parameters for 8 classes. Two auxiliary heads help training; they hold
 * 4,346,128 of the parameters and a third of a per cent of the arithmetic.
 */
final class GoogLeNet {
  /** Filled into every bias but those of the classifiers. */
  private static final double BIAS = 0.2;

  private static final double AUXILIARY_WEIGHT = 0.3;

  private GoogLeNet() {}

  static void define(CaffeGraph net, int classes) {
    net.convolution("conv1/7x7_s2", "data", filters(64, 7).stride(2).pad(3).xavier(BIAS))
        .maxPool("pool1/3x3_s2", "conv1/7x7_s2", 3, 2)
        .lrn("pool1/norm1", "pool1/3x3_s2")
        .convolution("conv2/3x3_reduce", "pool1/norm1", filters(64, 1).xavier(BIAS))
        .convolution("conv2/3x3", "conv2/3x3_reduce", filters(192, 3).pad(1).xavier(BIAS))
        .lrn("conv2/norm2", "conv2/3x3")
        .maxPool("pool2/3x3_s2", "conv2/norm2", 3, 2);
    inception(net, "3a", "pool2/3x3_s2", 64, 96, 128, 16, 32, 32);
    inception(net, "3b", "inception_3a/output", 128, 128, 192, 32, 96, 64);
    net.maxPool("pool3/3x3_s2", "inception_3b/output", 3, 2);
    inception(net, "4a", "pool3/3x3_s2", 192, 96, 208, 16, 48, 64);
    auxiliaryHead(net, "loss1", "loss1/loss", "inception_4a/output", classes);
    inception(net, "4b", "inception_4a/output", 160, 112, 224, 24, 64, 64);
    inception(net, "4c", "inception_4b/output", 128, 128, 256, 24, 64, 64);
    inception(net, "4d", "inception_4c/output", 112, 144, 288, 32, 64, 64);
    auxiliaryHead(net, "loss2", "loss2/loss_agexgender", "inception_4d/output", classes);
    inception(net, "4e", "inception_4d/output", 256, 160, 320, 32, 128, 128);
    net.maxPool("pool4/3x3_s2", "inception_4e/output", 3, 2);
    inception(net, "5a", "pool4/3x3_s2", 256, 160, 320, 32, 128, 128);
    inception(net, "5b", "inception_5a/output", 384, 192, 384, 48, 128, 128);
    net.averagePool("pool5/7x7_s1", "inception_5b/output", 7, 1)
        .innerProduct(
            "loss3/classifier_agexgender",
            "pool5/7x7_s1",
            units(classes).dropInput(0.4).linear().xavier(0))
        .softmaxLoss("loss3/loss3", "loss3/classifier_agexgender");
  }

  /** Four branches side by side; the arguments are their numbers of channels. */
  private static void inception(
      CaffeGraph net,
      String module,
      String bottom,
      int one,
      int threeReduce,
      int three,
      int fiveReduce,
      int five,
      int poolProjection) {
    String name = "inception_" + module + "/";
    net.convolution(name + "1x1", bottom, filters(one, 1).xavier(BIAS))
        .convolution(name + "3x3_reduce", bottom, filters(threeReduce, 1).xavier(BIAS))
        .convolution(name + "3x3", name + "3x3_reduce", filters(three, 3).pad(1).xavier(BIAS))
        .convolution(name + "5x5_reduce", bottom, filters(fiveReduce, 1).xavier(BIAS))
        .convolution(name + "5x5", name + "5x5_reduce", filters(five, 5).pad(2).xavier(BIAS))
        .maxPoolSame(name + "pool", bottom, 3)
        .convolution(name + "pool_proj", name + "pool", filters(poolProjection, 1).xavier(BIAS))
        .concat(name + "output", name + "1x1", name + "3x3", name + "5x5", name + "pool_proj");
  }

  private static void auxiliaryHead(
      CaffeGraph net, String head, String loss, String bottom, int classes) {
    net.averagePool(head + "/ave_pool", bottom, 5, 3)
        .convolution(head + "/conv", head + "/ave_pool", filters(128, 1).xavier(BIAS))
        .innerProduct(head + "/fc", head + "/conv", units(1024).xavier(BIAS))
        .innerProduct(
            head + "/classifier_agexgender",
            head + "/fc",
            units(classes).dropInput(0.7).linear().xavier(0))
        .auxiliaryLoss(loss, head + "/classifier_agexgender", AUXILIARY_WEIGHT);
  }
}
