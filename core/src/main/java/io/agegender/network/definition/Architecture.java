package io.agegender.network.definition;

import java.util.Locale;

/** The four networks; the keys are those of the original's configuration names. */
public enum Architecture {
  /** Levi and Hassner 2015: three convolutions, 227x227 input. */
  NET_DEFINITIONS("AdienceNet", 227),
  /** The BVLC reference CaffeNet (AlexNet with pooling before normalisation), 227x227 input. */
  CAFFEREFERENCE("CaffeNet", 227),
  /** Szegedy et al. 2014, with two auxiliary heads while training, 224x224 input. */
  GOOGLENET("GoogLeNet", 224),
  /** Simonyan and Zisserman 2014, 16 layers with weights, 224x224 input. */
  VGG16("VGG16", 224);

  private final String title;
  private final int inputSize;

  Architecture(String title, int inputSize) {
    this.title = title;
    this.inputSize = inputSize;
  }

  /** The part of a configuration name, such as {@code net_definitions}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The name in the published table, such as {@code AdienceNet}. */
  public String title() {
    return title;
  }

  /** Height and width of the input in pixels: 227 or 224. */
  public int inputSize() {
    return inputSize;
  }
}
