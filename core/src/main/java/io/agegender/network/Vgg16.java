package io.agegender.network;

import static io.agegender.network.definition.Weights.filters;
import static io.agegender.network.definition.Weights.units;

/**
 * Simonyan and Zisserman, Very Deep Convolutional Networks, 2014, configuration D, as the
 * original's definition has it: 224x224 input, 134,293,320 parameters for 8 classes. The definition
 * gives a filler to the last layer alone; all other weights are 0 until start weights are loaded.
 */
final class Vgg16 {
  private Vgg16() {}

  static void define(CaffeGraph net, int classes) {
    String bottom = "data";
    bottom = stage(net, 1, bottom, 64, 2);
    bottom = stage(net, 2, bottom, 128, 2);
    bottom = stage(net, 3, bottom, 256, 3);
    bottom = stage(net, 4, bottom, 512, 3);
    bottom = stage(net, 5, bottom, 512, 3);
    String classifier = classifier(classes);
    net.innerProduct("fc6", bottom, units(4096).rates(10, 20))
        .innerProduct("fc7", "fc6", units(4096).dropInput(0.5).rates(10, 20))
        .innerProduct(
            classifier,
            "fc7",
            units(classes).dropInput(0.5).linear().gaussian(0.01, 0).rates(10, 20))
        .softmaxLoss("loss", classifier);
  }

  /** Convolutions with the same number of filters, then a pool that halves the size. */
  private static String stage(
      CaffeGraph net, int stage, String bottom, int filters, int convolutions) {
    String last = bottom;
    for (int i = 1; i <= convolutions; i++) {
      String name = "conv" + stage + "_" + i;
      net.convolution(name, last, filters(filters, 3).pad(1));
      last = name;
    }
    String pool = "pool" + stage;
    net.maxPool(pool, last, 2, 2);
    return pool;
  }

  /** Caffe loads start weights by name: a name of its own per target keeps the last layer new. */
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
