// SPDX-License-Identifier: Apache-2.0
package io.agegender.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.error.UsageException;
import io.agegender.network.definition.Architecture;
import io.agegender.network.solver.SolverSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@Tag("slow")
class NetworksTest {
  private static final SolverSettings SOLVER = new SolverSettings(0.5, 0.1, 10, 0.9, 5e-4);

  /** One row of layers-age.csv. */
  private record Fact(
      String architecture, String layer, long parameters, String shape, List<String> rates) {}

  @ParameterizedTest
  @CsvSource({
    "NET_DEFINITIONS, 8, 11415048",
    "NET_DEFINITIONS, 2, 11411970",
    "CAFFEREFERENCE, 8, 56901000",
    "CAFFEREFERENCE, 2, 56876418",
    "GOOGLENET, 8, 10327880",
    "GOOGLENET, 2, 10309430",
    "VGG16, 8, 134293320",
    "VGG16, 2, 134268738"
  })
  void haveTheOriginalsNumberOfParameters(Architecture architecture, int classes, long expected) {
    long parameters =
        Networks.configuration(architecture, classes, SOLVER, 1).getVertices().values().stream()
            .mapToLong(vertex -> vertex.numParams(false))
            .sum();
    assertThat(parameters).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("io.agegender.run.Originals#architectures")
  void everyLayerGivesTheOriginalsShape(Architecture architecture) {
    ComputationGraph network = Networks.create(architecture, 8, SOLVER, 1);
    int size = architecture.inputSize();
    Map<String, INDArray> blobs =
        network.feedForward(Nd4j.zeros(DataType.FLOAT, 1, 3, size, size), false);
    List<Fact> facts = facts(architecture);
    assertThat(facts).isNotEmpty();
    for (Fact fact : facts) {
      assertThat(shape(blobs.get(fact.layer()))).as(fact.layer()).isEqualTo(fact.shape());
      assertThat(network.getLayer(fact.layer()).numParams())
          .as(fact.layer())
          .isEqualTo(fact.parameters());
      if (fact.parameters() > 0) {
        assertThat(rate(network, fact.layer(), "W")).isEqualTo(0.5 * number(fact.rates().get(0)));
        assertThat(rate(network, fact.layer(), "b")).isEqualTo(0.5 * number(fact.rates().get(1)));
      }
    }
    assertThat(network.getNumOutputArrays()).isEqualTo(architecture.heads().size());
  }

  /** Checkpoints rely on the order: parameters are stored as one vector. */
  @ParameterizedTest
  @ValueSource(strings = {"net_definitions", "caffereference", "vgg16"})
  void parametersOfAChainLieInTheOrderOfItsLayers(Architecture architecture) {
    assertThat(parameterOrder(architecture))
        .isEqualTo(
            facts(architecture).stream()
                .filter(fact -> fact.parameters() > 0)
                .map(Fact::layer)
                .toList());
  }

  @Test
  void parametersOfGoogLeNetLieInTheOrderOfAWalkByBreadth() {
    assertThat(parameterOrder(Architecture.GOOGLENET))
        .hasSize(64)
        .startsWith(
            "conv1/7x7_s2",
            "conv2/3x3_reduce",
            "conv2/3x3",
            "inception_3a/1x1",
            "inception_3a/3x3_reduce",
            "inception_3a/5x5_reduce",
            "inception_3a/3x3",
            "inception_3a/5x5",
            "inception_3a/pool_proj",
            "inception_3b/1x1")
        .endsWith("inception_5b/pool_proj", "loss3/classifier_agexgender");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.1, 10, 0.9, 0, base learning rate is 0.0",
    "0.1, 0, 10, 0.9, 0, gamma",
    "0.1, 0.1, 0, 0.9, 0, step size is 0",
    "0.1, 0.1, 10, 1, 0, momentum is 1.0",
    "0.1, 0.1, 10, 0.9, -1, weight decay",
    "NaN, 0.1, 10, 0.9, 0, base learning rate is NaN"
  })
  void solverSettingsOutOfRangeAreRefused(
      double rate, double gamma, int step, double momentum, double decay, String message) {
    assertThatThrownBy(() -> new SolverSettings(rate, gamma, step, momentum, decay))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message);
  }

  private static List<String> parameterOrder(Architecture architecture) {
    ComputationGraph network = Networks.create(architecture, 8, SOLVER, 1);
    return Arrays.stream(network.topologicalSortOrder())
        .mapToObj(index -> network.getVertices()[index])
        .filter(vertex -> vertex.numParams() > 0)
        .map(GraphVertex::getVertexName)
        .toList();
  }

  private static double rate(ComputationGraph network, String layer, String param) {
    return network.getLayer(layer).conf().getLayer().getUpdaterByParam(param).getLearningRate(0, 0);
  }

  private static double number(String text) {
    return Double.parseDouble(text);
  }

  private static String shape(INDArray blob) {
    return Arrays.stream(blob.shape())
        .skip(1)
        .mapToObj(Long::toString)
        .collect(Collectors.joining("x"));
  }

  private static List<Fact> facts(Architecture architecture) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(NetworksTest.class.getResourceAsStream("layers-age.csv")),
                StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .filter(line -> line.startsWith(architecture.key() + ","))
          .map(line -> line.split(",", -1))
          .map(
              cells ->
                  new Fact(
                      cells[0],
                      cells[1],
                      Long.parseLong(cells[2]),
                      cells[3],
                      List.of(cells[4], cells[5])))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
