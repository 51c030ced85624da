// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.adience.Alignment;
import io.agegender.adience.Target;
import io.agegender.caffe.PretrainedWeights;
import io.agegender.caffe.WeightsExport;
import io.agegender.image.MeanImage;
import io.agegender.network.LayerSpan;
import io.agegender.network.Networks;
import io.agegender.network.definition.Architecture;
import io.agegender.network.definition.Initialisation;
import io.agegender.network.definition.NetworkBuilder;
import io.agegender.network.definition.NetworkBuilder.Learned;
import io.agegender.network.definition.NetworkDefinition;
import io.agegender.network.definition.Window;
import io.agegender.network.solver.SolverSettings;
import io.agegender.run.RunName;
import java.nio.file.Path;
import java.util.EnumSet;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** An architecture that no other class knows: a LeNet of three layers with weights. */
class NewArchitectureTest {
  private static final Architecture LENET =
      new Architecture(
          "lenet",
          "LeNet",
          NewArchitectureTest::define,
          EnumSet.of(Initialisation.FROMSCRATCH),
          EnumSet.of(Alignment.ALIGNED));
  private static final RunName RUN =
      new RunName(Target.GENDER, Initialisation.FROMSCRATCH, LENET, Alignment.ALIGNED);
  private static final SolverSettings SOLVER = new SolverSettings(0.01, 0.1, 10, 0.9, 5e-4);

  private static NetworkDefinition define(int classes) {
    Learned xavier = Learned.xavier(0);
    return new NetworkBuilder("LeNet", 32)
        .convolution("conv1", 8, Window.of(5), xavier)
        .maxPool("pool1", Window.of(2).stride(2))
        .convolution("conv2", 16, Window.of(5), xavier)
        .relu("relu2")
        .maxPool("pool2", Window.of(2).stride(2))
        .innerProduct("ip", classes, xavier)
        .softmaxLoss("loss")
        .build();
  }

  @Test
  void isNamed() {
    assertThat(RUN).hasToString("gender_lenet");
  }

  @Test
  void isPlanned() {
    long parameters = 8 * (75 + 1) + 16 * (200 + 1) + 2 * (400 + 1);
    ResourceEstimate estimate = ResourceEstimate.of(RUN.network(), 2, 10, 1);
    assertThat(estimate.parameters()).isEqualTo(parameters);
    assertThat(estimate.checkpoints()).isEqualTo(2 * 8 * parameters);
    assertThat(LENET.multiplications()).isEqualTo(6272 * 75 + 1600 * 200 + 2 * 400);
  }

  @Test
  void learns() {
    ComputationGraph network = Networks.create(LENET, 2, SOLVER, 1);
    INDArray[] faces = {Nd4j.rand(DataType.FLOAT, 2, 3, 32, 32)};
    INDArray[] labels = {Nd4j.createFromArray(new float[][] {{1, 0}, {0, 1}})};
    INDArray before = network.params().dup();
    double first = score(network, faces, labels);
    for (int i = 0; i < 5; i++) {
      network.fit(faces, labels);
    }
    assertThat(network.params()).isNotEqualTo(before);
    assertThat(score(network, faces, labels)).isLessThan(first);
    assertThat(LayerSpan.of(RUN.network()))
        .extracting(LayerSpan::layer)
        .containsExactly("conv1", "conv2", "ip");
  }

  @Test
  void isExportedAndReadAgain(@TempDir Path folder) {
    Configuration conf = new Configuration();
    ComputationGraph network = Networks.create(LENET, 2, SOLVER, 1);
    WeightsExport files =
        WeightsExport.write(
            RUN.toString(),
            network,
            new MeanImage(new float[3 * 256 * 256]),
            Target.GENDER.labels(),
            new org.apache.hadoop.fs.Path(folder.toUri()),
            conf);
    ComputationGraph other = Networks.create(LENET, 2, SOLVER, 2);
    assertThat(other.params()).isNotEqualTo(network.params());
    PretrainedWeights.load(files.weights(), "advice", conf, other);
    assertThat(other.params()).isEqualTo(network.params());
  }

  private static double score(ComputationGraph network, INDArray[] faces, INDArray[] labels) {
    network.setInputs(faces);
    network.setLabels(labels);
    network.computeGradientAndScore();
    return network.score();
  }
}
