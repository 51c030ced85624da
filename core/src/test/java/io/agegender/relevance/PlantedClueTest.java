// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.network.Networks;
import io.agegender.network.definition.ResolvedNetwork;
import io.agegender.network.definition.prototxt.NetReader;
import io.agegender.network.solver.SolverSettings;
import io.agegender.relevance.rule.Box;
import io.agegender.relevance.rule.Patch;
import io.agegender.training.FloatChunks;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Faces whose class is the colour of a mark in one corner, and nothing else: a network that learned
 * them must be explained by that corner.
 */
@Tag("slow")
class PlantedClueTest {
  private static final int SIZE = 48;
  private static final int CLASSES = 4;
  private static final int BATCH = 16;
  private static final int ITERATIONS = 120;
  private static final int FACES = 40;
  private static final Patch MARK = new Patch(3, 15, 33, 45);

  /** B, G, R of each class's mark. */
  private static final int[][] COLOURS = {
    {220, 40, 40}, {40, 220, 40}, {40, 40, 220}, {230, 230, 30}
  };

  private static final String NETWORK =
      """
      name: "small"
      layer {
        name: "data" type: "Data" top: "data" top: "label"
        include { phase: TRAIN }
        transform_param { crop_size: 48 mirror: false mean_file: "mean.binaryproto" }
        data_param { source: "faces" batch_size: 16 backend: LMDB }
      }
      layer {
        name: "conv1" type: "Convolution" bottom: "data" top: "conv1"
        convolution_param { num_output: 16 kernel_size: 5 stride: 2 weight_filler { type: "xavier" } }
      }
      layer { name: "relu1" type: "ReLU" bottom: "conv1" top: "conv1" }
      layer {
        name: "pool1" type: "Pooling" bottom: "conv1" top: "pool1"
        pooling_param { pool: MAX kernel_size: 3 stride: 2 }
      }
      layer {
        name: "conv2" type: "Convolution" bottom: "pool1" top: "conv2"
        convolution_param { num_output: 24 kernel_size: 3 pad: 1 weight_filler { type: "xavier" } }
      }
      layer { name: "relu2" type: "ReLU" bottom: "conv2" top: "conv2" }
      layer {
        name: "fc3" type: "InnerProduct" bottom: "conv2" top: "fc3"
        inner_product_param { num_output: 32 weight_filler { type: "xavier" } }
      }
      layer { name: "relu3" type: "ReLU" bottom: "fc3" top: "fc3" }
      layer {
        name: "fc4" type: "InnerProduct" bottom: "fc3" top: "fc4"
        inner_product_param { num_output: 4 weight_filler { type: "xavier" } }
      }
      layer { name: "loss" type: "SoftmaxWithLoss" bottom: "fc4" bottom: "label" top: "loss" }
      """;

  private final SplittableRandom random = new SplittableRandom(16);

  /** Skin on a plain background with eyes and a mouth, somewhere; 127 subtracted. */
  private float[] face(int label) {
    float[] picture = new float[3 * SIZE * SIZE];
    double middleX = random.nextDouble(20, 28);
    double middleY = random.nextDouble(20, 28);
    double width = random.nextDouble(11, 16);
    double height = random.nextDouble(14, 19);
    double skin = random.nextDouble(0.6, 1);
    double ground = random.nextDouble(20, 230);
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        double right = (x - middleX) / width;
        double down = (y - middleY) / height;
        boolean dark =
            Math.hypot(Math.abs(right) - 0.4, down + 0.2) < 0.14
                || (Math.abs(right) < 0.4 && Math.abs(down - 0.5) < 0.07);
        double[] bgr =
            Math.hypot(right, down) > 1
                ? new double[] {ground, ground, ground}
                : new double[] {130 * skin, 170 * skin, 220 * skin};
        for (int channel = 0; channel < 3; channel++) {
          double value = dark ? 40 : bgr[channel];
          picture[(channel * SIZE + y) * SIZE + x] =
              (float) (value + random.nextDouble(-12, 12) - 127);
        }
      }
    }
    for (int channel = 0; channel < 3; channel++) {
      for (int y = MARK.top(); y < MARK.bottom(); y++) {
        for (int x = MARK.left(); x < MARK.right(); x++) {
          picture[(channel * SIZE + y) * SIZE + x] = COLOURS[label][channel] - 127;
        }
      }
    }
    return picture;
  }

  @Test
  void theMarkGetsMostOfTheRelevanceOnceItIsLearned() {
    ResolvedNetwork network =
        ResolvedNetwork.of(
            NetReader.training(
                    "small", NETWORK.getBytes(StandardCharsets.UTF_8), OptionalInt.empty())
                .network());
    ComputationGraph graph =
        new ComputationGraph(
            Networks.configuration(network, new SolverSettings(5e-4, 1, 1000, 0.9, 0), 16));
    graph.init();
    FloatChunks start = FloatChunks.of(graph.params());
    for (int i = 0; i < ITERATIONS; i++) {
      float[] faces = new float[BATCH * 3 * SIZE * SIZE];
      float[][] labels = new float[BATCH][CLASSES];
      for (int row = 0; row < BATCH; row++) {
        float[] face = face(row % CLASSES);
        System.arraycopy(face, 0, faces, row * face.length, face.length);
        labels[row][row % CLASSES] = 1;
      }
      graph.fit(
          new INDArray[] {Nd4j.createFromArray(faces).reshape(BATCH, 3, SIZE, SIZE)},
          new INDArray[] {Nd4j.createFromArray(labels)});
    }
    Share trained = share(RelevanceNetwork.of(network, FloatChunks.of(graph.params())));
    assertThat(trained.right).isGreaterThanOrEqualTo(FACES * 9 / 10);
    assertThat(trained.inMark).isGreaterThanOrEqualTo(0.5);
    assertThat(share(RelevanceNetwork.of(network, start)).inMark).isLessThan(0.2);
  }

  /** Of new faces: how many are right, and the mean share of positive relevance in the mark. */
  private record Share(int right, double inMark) {}

  private Share share(RelevanceNetwork network) {
    RuleSet rules = RuleSet.composite(List.of("conv1"));
    int right = 0;
    double sum = 0;
    for (int i = 0; i < FACES; i++) {
      Activations pass = network.forward(face(i % CLASSES));
      right += pass.predicted() == i % CLASSES ? 1 : 0;
      float[] map =
          network.explain(pass, pass.predicted(), rules, Start.LOGIT, Box.unknown()).map();
      sum += inMark(ColourMap.overChannels(map, 3));
    }
    return new Share(right, sum / FACES);
  }

  private static double inMark(double[] pixels) {
    double inside = 0;
    double all = 0;
    for (int i = 0; i < pixels.length; i++) {
      int y = i / SIZE;
      int x = i % SIZE;
      double positive = Math.max(pixels[i], 0);
      all += positive;
      inside +=
          y >= MARK.top() && y < MARK.bottom() && x >= MARK.left() && x < MARK.right()
              ? positive
              : 0;
    }
    return inside / all;
  }
}
