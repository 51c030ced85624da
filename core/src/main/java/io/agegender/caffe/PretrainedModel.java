// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import io.agegender.foundation.error.UsageException;
import io.agegender.network.definition.Architecture;
import io.agegender.network.definition.Initialisation;

/** The models that the original started from; it kept them in folders named startingpoint. */
public enum PretrainedModel {
  /** CaffeNet trained on ImageNet. */
  CAFFENET(
      Initialisation.FINETUNING,
      Architecture.CAFFEREFERENCE,
      "bvlc_reference_caffenet.caffemodel",
      "'BVLC Reference CaffeNet' of the Caffe Model Zoo"),
  /** GoogLeNet trained on ImageNet. */
  GOOGLENET(
      Initialisation.FINETUNING,
      Architecture.GOOGLENET,
      "bvlc_googlenet.caffemodel",
      "'BVLC GoogleNet' of the Caffe Model Zoo"),
  /** VGG16 trained on ImageNet. */
  VGG16(
      Initialisation.FINETUNING,
      Architecture.VGG16,
      "VGG_ILSVRC_16_layers.caffemodel",
      "the 16-layer model of 'Very Deep Convolutional Networks for Large-Scale Visual Recognition',"
          + " Visual Geometry Group, University of Oxford (also in the Caffe Model Zoo)"),
  /** VGG16 trained on ImageNet, then to tell ages on IMDB-WIKI. */
  DEX(
      Initialisation.IMDBWIKI,
      Architecture.VGG16,
      "dex_imdb_wiki.caffemodel",
      "the real-age model pre-trained on IMDB-WIKI of 'DEX: Deep EXpectation of apparent age',"
          + " Computer Vision Lab, ETH Zurich");

  private final Initialisation initialisation;
  private final Architecture architecture;
  private final String fileName;
  private final String source;

  PretrainedModel(
      Initialisation initialisation, Architecture architecture, String fileName, String source) {
    this.initialisation = initialisation;
    this.architecture = architecture;
    this.fileName = fileName;
    this.source = source;
  }

  /**
   * The model that a run starts from.
   *
   * @throws UsageException if there is none: the run starts from scratch, or no model of that
   *     architecture was published
   */
  public static PretrainedModel of(Initialisation initialisation, Architecture architecture) {
    for (PretrainedModel model : values()) {
      if (model.initialisation == initialisation && model.architecture.equals(architecture)) {
        return model;
      }
    }
    throw new UsageException(
        "%s has no pretrained weights for the initialisation '%s'"
            .formatted(architecture.title(), initialisation.key()));
  }

  /** The network that it is of. */
  public Architecture architecture() {
    return architecture;
  }

  /** The name of the file, the original's. */
  public String fileName() {
    return fileName;
  }

  /** What to do if the file is missing: who published the model. */
  public String advice() {
    return "The original took it from %s. Put it there under the name %s, or set pretrained.folder"
        .formatted(source, fileName);
  }
}
