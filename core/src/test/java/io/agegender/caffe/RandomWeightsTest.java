// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.network.Networks;
import io.agegender.network.solver.SolverSettings;
import java.nio.file.Files;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

@Tag("slow")
class RandomWeightsTest {
  @TempDir java.nio.file.Path dir;

  /** VGG16 can begin from them, with the spread of Caffe's xavier, and the last layer is new. */
  @Test
  void vgg16CanBeginFromThem() throws Exception {
    Configuration conf = new Configuration();
    Path folder = new Path(dir.toUri());
    Path file = RandomWeights.write(PretrainedModel.VGG16, 7, folder, conf);
    assertThat(file.getName()).isEqualTo("VGG_ILSVRC_16_layers.caffemodel");
    ComputationGraph network =
        Networks.create(
            PretrainedModel.VGG16.architecture(),
            8,
            new SolverSettings(0.001, 0.1, 1, 0.9, 0.0005),
            1);
    LoadReport report = PretrainedWeights.load(file, "", conf, network);
    assertThat(report.count(LoadReport.Outcome.LOADED)).isEqualTo(15);
    assertThat(report.with(LoadReport.Outcome.INITIALISED))
        .extracting(LoadReport.Entry::layer)
        .isEqualTo(List.of("fc8-age"));
    INDArray weights = network.getLayer("conv3_2").getParam("W");
    double bound = Math.sqrt(3.0 / (256 * 9));
    assertThat(weights.amaxNumber().doubleValue()).isBetween(0.999 * bound, bound);
    assertThat(weights.stdNumber().doubleValue())
        .isBetween(0.99 * bound / Math.sqrt(3), 1.01 * bound / Math.sqrt(3));
    network.close();
    Files.delete(dir.resolve(file.getName()));
  }
}
