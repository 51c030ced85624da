// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agegender.adience.Target;
import io.agegender.caffe.LoadReport.Outcome;
import io.agegender.image.MeanImage;
import io.agegender.image.Pixels;
import io.agegender.network.Networks;
import io.agegender.network.definition.Architecture;
import io.agegender.network.solver.SolverSettings;
import io.agegender.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Files that real Caffe wrote, read by us, and files that we wrote, read by real Caffe. */
@Tag("slow")
class CaffeFilesTest {
  private static final SolverSettings SOLVER = new SolverSettings(1e-3, 0.1, 10_000, 0.9, 5e-4);

  /** The last layer's name in Caffe's deploy definition as {@code caffe-reference} spells it. */
  private static final Map<Architecture, String> PROBABILITIES =
      Map.of(
          Architecture.NET_DEFINITIONS,
          "prob",
          Architecture.CAFFEREFERENCE,
          "prob",
          Architecture.GOOGLENET,
          "loss3/loss3");

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({"NET_DEFINITIONS, GENDER", "CAFFEREFERENCE, AGE", "GOOGLENET, AGE"})
  void aSnapshotOfCaffeGoesThroughUsAndGivesTheSameProbabilities(
      Architecture architecture, Target target) throws IOException, InterruptedException {
    Path snapshot = dir.resolve("snapshot.caffemodel");
    RealCaffe.command("fill")
        .with("net", architecture.key())
        .with("target", target.key())
        .with("seed", 7)
        .with("file", snapshot)
        .run();
    ComputationGraph network = Networks.create(architecture, target.classes(), SOLVER, 1);
    LoadReport report = PretrainedWeights.load(hadoop(snapshot), "", new Configuration(), network);
    assertThat(report.count(Outcome.LOADED)).isEqualTo(report.layers().size());

    WeightsExport export =
        WeightsExport.write(
            "run", network, mean(), target.labels(), hadoop(dir), new Configuration());
    int size = architecture.inputSize();
    INDArray faces = Nd4j.rand(DataType.FLOAT, 2, 3, size, size).subi(0.5).muli(120);
    Nd4j.writeAsNumpy(faces, dir.resolve("faces.npy").toFile());
    RealCaffe.command("predict")
        .with("net", architecture.key())
        .with("target", target.key())
        .with("batch", 2)
        .with("weights", export.weights().toUri().getPath())
        .with("data", dir.resolve("faces.npy"))
        .with("out", dir)
        .run();
    INDArray caffe = CaffeArrays.in(dir).read("output", PROBABILITIES.get(architecture));
    INDArray ours = network.output(faces)[0];
    assertThat(caffe.sum(1).toFloatVector()[0]).isCloseTo(1, within(1e-5f));
    assertThat(ours.sub(caffe).amaxNumber().doubleValue()).isLessThan(1e-6);
  }

  @Test
  void aMeanImageOfOursGoesThroughCaffe() throws IOException, InterruptedException {
    MeanImage mean = mean();
    Path file = dir.resolve("mean.binaryproto");
    Path again = dir.resolve("again.binaryproto");
    try (var out = Files.newOutputStream(file)) {
      BinaryProto.of(mean).write(out);
    }
    RealCaffe.command("binaryproto").with("from", file).with("to", again).run();
    BinaryProto back = BinaryProto.read(hadoop(again), new Configuration());
    assertThat(back.shape().dimensions()).containsExactly(1L, 3L, 256L, 256L);
    assertThat(back.values()).isEqualTo(mean.values());
  }

  /** The definitions in caffe-reference are the original's: the shapes that Caffe makes of them. */
  @ParameterizedTest
  @MethodSource("io.agegender.run.Originals#architectures")
  void theReferenceHasTheShapesOfTheOriginal(Architecture architecture)
      throws IOException, InterruptedException {
    Path file = SharedData.require("reference/architectures.json");
    String key =
        architecture.equals(Architecture.NET_DEFINITIONS) ? "adiencenet" : architecture.key();
    JsonNode layers =
        new ObjectMapper()
            .readTree(file.toFile())
            .get("architectures")
            .get(key)
            .get("layers_age_train_val");
    RealCaffe.command("describe")
        .with("net", architecture.key())
        .with("target", "age")
        .with("out", dir)
        .run();
    CaffeArrays caffe = CaffeArrays.in(dir);
    Map<String, String> expected = new LinkedHashMap<>();
    Map<String, String> actual = new LinkedHashMap<>();
    for (JsonNode layer : layers) {
      String name = layer.get("name").asText();
      if (layer.has("weight_shape")) {
        expected.put(name + ":0", layer.get("weight_shape").toString());
        expected.put(name + ":1", layer.get("bias_shape").toString());
      }
      if (!layer.get("type").asText().matches("Accuracy|SoftmaxWithLoss|Softmax")) {
        expected.put(layer.get("top").get(0).asText(), layer.get("output_shape").toString());
      }
    }
    caffe.of("parameter").forEach((name, entry) -> actual.put(name, text(entry)));
    caffe
        .of("output")
        .forEach(
            (name, entry) -> {
              if (expected.containsKey(name)) {
                actual.put(name, text(entry));
              }
            });
    assertThat(actual).containsExactlyInAnyOrderEntriesOf(expected);
  }

  private static String text(CaffeArrays.Entry entry) {
    return java.util.Arrays.toString(entry.shape()).replace(" ", "");
  }

  private static MeanImage mean() {
    float[] values = new float[Pixels.RECORD];
    Random random = new Random(3);
    for (int i = 0; i < values.length; i++) {
      values[i] = 255 * random.nextFloat();
    }
    return new MeanImage(values);
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }
}
