// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition;

import static io.agegender.network.definition.NetworkBuilder.Learned.xavier;

/**
 * Szegedy et al., Going Deeper with Convolutions, 2014, as the BVLC definition has it: 224x224
 * input, 10,327,880 parameters for 8 classes. Two auxiliary heads help training; they hold
 * 4,346,128 of the parameters and a third of a per cent of the arithmetic.
 */
final class GoogLeNet {
  /** Filled into every bias but those of the classifiers. */
  private static final double BIAS = 0.2;

  private static final double AUXILIARY_WEIGHT = 0.3;

  private final NetworkBuilder net = new NetworkBuilder("GoogleNet", 224);
  private final int classes;

  private GoogLeNet(int classes) {
    this.classes = classes;
  }

  static NetworkDefinition define(int classes) {
    return new GoogLeNet(classes).build();
  }

  private NetworkDefinition build() {
    convolution("conv1/", "7x7_s2", "7x7", 64, Window.of(7).stride(2).pad(3));
    net.maxPool("pool1/3x3_s2", Window.of(3).stride(2)).lrn("pool1/norm1");
    convolution("conv2/", "3x3_reduce", 64, Window.of(1));
    convolution("conv2/", "3x3", 192, Window.of(3).pad(1));
    net.lrn("conv2/norm2").maxPool("pool2/3x3_s2", Window.of(3).stride(2));
    inception("3a", "pool2/3x3_s2", 64, 96, 128, 16, 32, 32);
    inception("3b", "inception_3a/output", 128, 128, 192, 32, 96, 64);
    net.maxPool("pool3/3x3_s2", Window.of(3).stride(2));
    inception("4a", "pool3/3x3_s2", 192, 96, 208, 16, 48, 64);
    auxiliaryHead("loss1", "loss1/loss");
    inception("4b", "inception_4a/output", 160, 112, 224, 24, 64, 64);
    inception("4c", "inception_4b/output", 128, 128, 256, 24, 64, 64);
    inception("4d", "inception_4c/output", 112, 144, 288, 32, 64, 64);
    auxiliaryHead("loss2", "loss2/loss_agexgender");
    inception("4e", "inception_4d/output", 256, 160, 320, 32, 128, 128);
    net.maxPool("pool4/3x3_s2", Window.of(3).stride(2));
    inception("5a", "pool4/3x3_s2", 256, 160, 320, 32, 128, 128);
    inception("5b", "inception_5a/output", 384, 192, 384, 48, 128, 128);
    return net.averagePool("pool5/7x7_s1", Window.of(7))
        .dropout("pool5/drop_7x7_s1", 0.4)
        .innerProduct("loss3/classifier_agexgender", classes, xavier(0))
        .softmaxLoss("loss3/loss3")
        .build();
  }

  /** Four branches side by side; the numbers are those of their channels. */
  private void inception(String module, String bottom, int... channels) {
    String name = "inception_" + module + "/";
    net.from(bottom);
    convolution(name, "1x1", channels[0], Window.of(1));
    net.from(bottom);
    convolution(name, "3x3_reduce", channels[1], Window.of(1));
    convolution(name, "3x3", channels[2], Window.of(3).pad(1));
    net.from(bottom);
    convolution(name, "5x5_reduce", channels[3], Window.of(1));
    convolution(name, "5x5", channels[4], Window.of(5).pad(2));
    net.from(bottom).maxPool(name + "pool", Window.of(3).pad(1));
    convolution(name, "pool_proj", channels[5], Window.of(1));
    net.concat(name + "output", name + "1x1", name + "3x3", name + "5x5", name + "pool_proj");
  }

  private void auxiliaryHead(String head, String loss) {
    net.averagePool(head + "/ave_pool", Window.of(5).stride(3));
    convolution(head + "/", "conv", 128, Window.of(1));
    net.innerProduct(head + "/fc", 1024, xavier(BIAS))
        .relu(head + "/relu_fc")
        .dropout(head + "/drop_fc", 0.7)
        .innerProduct(head + "/classifier_agexgender", classes, xavier(0))
        .softmaxLoss(loss, head + "/loss1", AUXILIARY_WEIGHT);
  }

  private void convolution(String module, String name, int outputs, Window window) {
    convolution(module, name, name, outputs, window);
  }

  private void convolution(String module, String name, String relu, int outputs, Window window) {
    net.convolution(module + name, outputs, window, xavier(BIAS)).relu(module + "relu_" + relu);
  }
}
