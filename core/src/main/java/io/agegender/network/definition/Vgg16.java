// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition;

import static io.agegender.network.definition.NetworkBuilder.Learned.gaussian;
import static io.agegender.network.definition.NetworkBuilder.Learned.unfilled;

/**
 * Simonyan and Zisserman, Very Deep Convolutional Networks, 2014, configuration D, as the
 * original's definition has it: 224x224 input, 134,293,320 parameters for 8 classes. The definition
 * gives a filler to the last layer alone; all other weights are 0 until pretrained ones are loaded.
 */
final class Vgg16 {
  private Vgg16() {}

  static NetworkDefinition define(int classes) {
    NetworkBuilder net = new NetworkBuilder("VGG_ILSVRC_16_layers", 224);
    stage(net, 1, 64, 2);
    stage(net, 2, 128, 2);
    stage(net, 3, 256, 3);
    stage(net, 4, 512, 3);
    stage(net, 5, 512, 3);
    return net.innerProduct("fc6", 4096, unfilled().rates(10, 20))
        .relu("relu6")
        .dropout("drop6", 0.5)
        .innerProduct("fc7", 4096, unfilled().rates(10, 20))
        .relu("relu7")
        .dropout("drop7", 0.5)
        .innerProduct(classifier(classes), classes, gaussian(0.01, 0).rates(10, 20))
        .softmaxLoss("loss")
        .build();
  }

  /** Convolutions with the same number of filters, then a pool that halves the size. */
  private static void stage(NetworkBuilder net, int stage, int filters, int convolutions) {
    for (int i = 1; i <= convolutions; i++) {
      String number = stage + "_" + i;
      net.convolution("conv" + number, filters, Window.of(3).pad(1), unfilled())
          .relu("relu" + number);
    }
    net.maxPool("pool" + stage, Window.of(2).stride(2));
  }

  /** Caffe loads weights by name: a name of its own per target keeps the last layer new. */
  private static String classifier(int classes) {
    return switch (classes) {
      case 8 -> "fc8-age";
      case 2 -> "fc8-gender";
      default ->
          throw new IllegalArgumentException(
              "VGG16 is defined for 8 (age) or 2 (gender) classes, not " + classes);
    };
  }
}
