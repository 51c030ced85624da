// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe.reference;

import static io.agegender.caffe.reference.NetText.gaussian;
import static io.agegender.caffe.reference.NetText.xavier;

import io.agegender.caffe.reference.NetText.Ending;

/**
 * The four networks of the comparison for Caffe, from their published facts: layer names, sizes,
 * fillers, multipliers of the learning rate.
 */
final class Nets {
  private static final String NO_FILLERS = "";

  private Nets() {}

  /**
   * @param architecture {@code net_definitions}, {@code caffereference}, {@code googlenet} or
   *     {@code vgg16}
   * @param target {@code age} (8 classes) or {@code gender} (2 classes)
   * @param batch pictures in a minibatch
   */
  static String text(String architecture, String target, int batch, Ending ending) {
    int classes =
        switch (target) {
          case "age" -> 8;
          case "gender" -> 2;
          default -> throw new IllegalArgumentException("target " + target);
        };
    int size =
        architecture.equals("net_definitions") || architecture.equals("caffereference") ? 227 : 224;
    NetText net = new NetText(architecture, batch, size, ending);
    switch (architecture) {
      case "net_definitions" -> adienceNet(net, classes);
      case "caffereference" -> caffeNet(net, classes);
      case "googlenet" -> googLeNet(net, classes);
      case "vgg16" -> vgg16(net, classes, target);
      default -> throw new IllegalArgumentException("architecture " + architecture);
    }
    return net.toString();
  }

  /** Levi and Hassner 2015. */
  private static void adienceNet(NetText net, int classes) {
    String x =
        net.conv("conv1", "data", "num_output: 96 kernel_size: 7 stride: 4", gaussian(0.01, 0));
    x = net.lrn("norm1", net.maxPool("pool1", x, "kernel_size: 3 stride: 2"));
    x = net.conv("conv2", x, "num_output: 256 kernel_size: 5 pad: 2", gaussian(0.01, 1));
    x = net.lrn("norm2", net.maxPool("pool2", x, "kernel_size: 3 stride: 2"));
    x = net.conv("conv3", x, "num_output: 384 kernel_size: 3 pad: 1", gaussian(0.01, 0));
    x = net.maxPool("pool5", x, "kernel_size: 3 stride: 2");
    x = net.hidden("fc6", x, 512, gaussian(0.005, 1), 0.5);
    x = net.hidden("fc7", x, 512, gaussian(0.005, 1), 0.5);
    net.rate(10, 20);
    net.head("prob", net.product("fc8", x, classes, gaussian(0.01, 0)), 1);
  }

  /** The BVLC reference CaffeNet. */
  private static void caffeNet(NetText net, int classes) {
    String x =
        net.conv("conv1", "data", "num_output: 96 kernel_size: 11 stride: 4", gaussian(0.01, 0));
    x = net.lrn("norm1", net.maxPool("pool1", x, "kernel_size: 3 stride: 2"));
    x = net.conv("conv2", x, "num_output: 256 kernel_size: 5 pad: 2 group: 2", gaussian(0.01, 1));
    x = net.lrn("norm2", net.maxPool("pool2", x, "kernel_size: 3 stride: 2"));
    x = net.conv("conv3", x, "num_output: 384 kernel_size: 3 pad: 1", gaussian(0.01, 0));
    x = net.conv("conv4", x, "num_output: 384 kernel_size: 3 pad: 1 group: 2", gaussian(0.01, 1));
    x = net.conv("conv5", x, "num_output: 256 kernel_size: 3 pad: 1 group: 2", gaussian(0.01, 1));
    x = net.maxPool("pool5", x, "kernel_size: 3 stride: 2");
    x = net.hidden("fc6", x, 4096, gaussian(0.005, 1), 0.5);
    x = net.hidden("fc7", x, 4096, gaussian(0.005, 1), 0.5);
    net.head("prob", net.product("fc8_agexgender", x, classes, gaussian(0.01, 0)), 1);
  }

  /** Simonyan and Zisserman 2014, configuration D. */
  private static void vgg16(NetText net, int classes, String target) {
    int[] convolutions = {2, 2, 3, 3, 3};
    int[] channels = {64, 128, 256, 512, 512};
    String x = "data";
    for (int block = 1; block <= 5; block++) {
      for (int i = 1; i <= convolutions[block - 1]; i++) {
        x =
            net.conv(
                "conv%d_%d".formatted(block, i),
                x,
                "num_output: %d kernel_size: 3 pad: 1".formatted(channels[block - 1]),
                NO_FILLERS);
      }
      x = net.maxPool("pool" + block, x, "kernel_size: 2 stride: 2");
    }
    net.rate(10, 20);
    x = net.hidden("fc6", x, 4096, NO_FILLERS, 0.5);
    x = net.hidden("fc7", x, 4096, NO_FILLERS, 0.5);
    net.head("prob", net.product("fc8-" + target, x, classes, gaussian(0.01, 0)), 1);
  }

  /** Szegedy et al. 2014 with both auxiliary heads. */
  private static void googLeNet(NetText net, int classes) {
    String x =
        net.conv(
            "conv1/7x7_s2", "data", "num_output: 64 kernel_size: 7 stride: 2 pad: 3", xavier(0.2));
    x = net.lrn("pool1/norm1", net.maxPool("pool1/3x3_s2", x, "kernel_size: 3 stride: 2"));
    x = net.conv("conv2/3x3_reduce", x, "num_output: 64 kernel_size: 1", xavier(0.2));
    x = net.conv("conv2/3x3", x, "num_output: 192 kernel_size: 3 pad: 1", xavier(0.2));
    x = net.maxPool("pool2/3x3_s2", net.lrn("conv2/norm2", x), "kernel_size: 3 stride: 2");
    x = inception(net, "inception_3a", x, 64, 96, 128, 16, 32, 32);
    x = inception(net, "inception_3b", x, 128, 128, 192, 32, 96, 64);
    x = net.maxPool("pool3/3x3_s2", x, "kernel_size: 3 stride: 2");
    x = inception(net, "inception_4a", x, 192, 96, 208, 16, 48, 64);
    auxiliary(net, "loss1", "loss1/loss", x, classes);
    x = inception(net, "inception_4b", x, 160, 112, 224, 24, 64, 64);
    x = inception(net, "inception_4c", x, 128, 128, 256, 24, 64, 64);
    x = inception(net, "inception_4d", x, 112, 144, 288, 32, 64, 64);
    auxiliary(net, "loss2", "loss2/loss_agexgender", x, classes);
    x = inception(net, "inception_4e", x, 256, 160, 320, 32, 128, 128);
    x = net.maxPool("pool4/3x3_s2", x, "kernel_size: 3 stride: 2");
    x = inception(net, "inception_5a", x, 256, 160, 320, 32, 128, 128);
    x = inception(net, "inception_5b", x, 384, 192, 384, 48, 128, 128);
    x = net.dropout(net.averagePool("pool5/7x7_s1", x, "kernel_size: 7 stride: 1"), 0.4);
    net.head("loss3/loss3", net.product("loss3/classifier_agexgender", x, classes, xavier(0)), 1);
  }

  private static String inception(
      NetText net,
      String name,
      String x,
      int one,
      int reduce3,
      int three,
      int reduce5,
      int five,
      int pool) {
    String a = pointwise(net, name + "/1x1", x, one);
    String b = pointwise(net, name + "/3x3_reduce", x, reduce3);
    b =
        net.conv(
            name + "/3x3", b, "num_output: %d kernel_size: 3 pad: 1".formatted(three), xavier(0.2));
    String c = pointwise(net, name + "/5x5_reduce", x, reduce5);
    c =
        net.conv(
            name + "/5x5", c, "num_output: %d kernel_size: 5 pad: 2".formatted(five), xavier(0.2));
    String d = net.maxPool(name + "/pool", x, "kernel_size: 3 stride: 1 pad: 1");
    d = pointwise(net, name + "/pool_proj", d, pool);
    return net.concat(name + "/output", a, b, c, d);
  }

  private static String pointwise(NetText net, String name, String x, int outputs) {
    return net.conv(name, x, "num_output: %d kernel_size: 1".formatted(outputs), xavier(0.2));
  }

  private static void auxiliary(NetText net, String prefix, String head, String x, int classes) {
    x = net.averagePool(prefix + "/ave_pool", x, "kernel_size: 5 stride: 3");
    x = net.conv(prefix + "/conv", x, "num_output: 128 kernel_size: 1", xavier(0.2));
    x = net.hidden(prefix + "/fc", x, 1024, xavier(0.2), 0.7);
    net.head(head, net.product(prefix + "/classifier_agexgender", x, classes, xavier(0)), 0.3);
  }
}
