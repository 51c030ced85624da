// SPDX-License-Identifier: Apache-2.0
package io.agegender.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.network.definition.Architecture;
import io.agegender.network.solver.SolverSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Configurations travel to Spark workers as JSON and as Java objects, models into checkpoints. */
@Tag("slow")
class SerialisationTest {
  private static final SolverSettings SOLVER = new SolverSettings(1e-3, 0.1, 3, 0.9, 5e-4);

  @ParameterizedTest
  @MethodSource("io.agegender.network.definition.Architecture#values")
  void configurationsSurviveJsonAndJavaSerialisation(Architecture architecture)
      throws IOException, ClassNotFoundException {
    ComputationGraphConfiguration configuration =
        Networks.configuration(architecture, 8, SOLVER, 5);
    String json = configuration.toJson();
    ComputationGraphConfiguration fromJson = ComputationGraphConfiguration.fromJson(json);
    assertThat(fromJson).isEqualTo(configuration);
    assertThat(fromJson.toJson()).isEqualTo(json);

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(configuration);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Object back = in.readObject();
      assertThat(back).isEqualTo(configuration);
      assertThat(((ComputationGraphConfiguration) back).toJson()).isEqualTo(json);
    }
    assertThat(configuration.clone().toJson()).isEqualTo(json);
  }

  @Test
  void aRestoredModelGoesOnAsIfItHadNotStopped(@TempDir Path folder) throws IOException {
    INDArray faces = Nd4j.rand(DataType.FLOAT, 2, 3, 227, 227).subi(0.5).muli(120);
    INDArray labels = Nd4j.createFromArray(new float[][] {{1, 0}, {0, 1}});
    ComputationGraph straight = Networks.create(Architecture.NET_DEFINITIONS, 2, SOLVER, 5);
    train(straight, faces, labels, 2);
    Path file = folder.resolve("model.zip");
    ModelSerializer.writeModel(straight, file.toFile(), true);
    train(straight, faces, labels, 2);

    ComputationGraph restored = ModelSerializer.restoreComputationGraph(file.toFile(), true);
    train(restored, faces, labels, 2);

    assertThat(restored.getIterationCount()).isEqualTo(4);
    assertThat(restored.params()).isEqualTo(straight.params());
    assertThat(restored.getUpdater().getUpdaterStateViewArray())
        .isEqualTo(straight.getUpdater().getUpdaterStateViewArray());
  }

  private static void train(
      ComputationGraph network, INDArray faces, INDArray labels, int iterations) {
    for (int i = 0; i < iterations; i++) {
      Nd4j.getRandom().setSeed(100 + network.getIterationCount());
      network.fit(new INDArray[] {faces}, new INDArray[] {labels});
    }
  }
}
