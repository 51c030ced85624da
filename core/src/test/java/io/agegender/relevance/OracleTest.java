// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.agegender.relevance.rule.Destination;
import io.agegender.relevance.rule.Floats;
import io.agegender.relevance.rule.Patch;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every map of the independent oracle (plain NumPy in double precision, each layer a dense matrix).
 * {@code -Dlrp.cases=DIR} takes other cases of the same form.
 */
class OracleTest {
  /** Largest difference of a map over the largest value; the rule z divides by sums near 0. */
  private static final double LIMIT = 1e-5;

  private static final double LIMIT_OF_Z = 1e-4;

  private static Path cases() throws URISyntaxException {
    String given = System.getProperty("lrp.cases", "");
    return given.isEmpty()
        ? Path.of(Objects.requireNonNull(OracleTest.class.getResource("cases")).toURI())
        : Path.of(given);
  }

  static Stream<OracleCase> all() throws IOException, URISyntaxException {
    try (Stream<Path> folders = Files.list(cases())) {
      return folders.sorted().map(OracleCase::in).toList().stream();
    }
  }

  private record Row(OracleCase test, JsonNode expected) {
    String rules() {
      return expected.get("rules").textValue();
    }

    Explanation explanation() {
      RelevanceNetwork network = test.network();
      Activations pass = network.forward(test.npy("input").floats());
      return network.explain(
          pass,
          expected.get("target").intValue(),
          test.rules(rules()),
          test.start(rules()),
          test.box());
    }

    @Override
    public String toString() {
      return "%s %s %s".formatted(test.folder().getFileName(), rules(), expected.get("target"));
    }
  }

  static Stream<Row> maps() throws IOException, URISyntaxException {
    return all()
        .flatMap(
            test ->
                StreamSupport.stream(test.expectations().get("expected").spliterator(), false)
                    .map(expected -> new Row(test, expected)));
  }

  @Test
  void noMapIsMissing() throws IOException, URISyntaxException {
    if (System.getProperty("lrp.cases", "").isEmpty()) {
      assertThat(maps()).hasSize(87);
    }
  }

  @ParameterizedTest
  @MethodSource("maps")
  void mapSumsAndLedgerAreTheOracles(Row row) {
    Explanation explanation = row.explanation();
    double[] expected = row.test().npy("expected").row(row.expected().get("row").intValue());
    double largest = 0;
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      worst = Math.max(worst, Math.abs(expected[i] - explanation.map()[i]));
    }
    double limit = row.rules().equals("z") ? LIMIT_OF_Z : LIMIT;
    assertThat(worst / largest).isLessThanOrEqualTo(limit);
    assertThat(explanation.start())
        .isCloseTo(row.expected().get("start").doubleValue(), within(largest * limit * 100));
    assertThat(explanation.ledgerError()).isLessThan(1e-5);
    double scale = scale(row.expected());
    row.expected()
        .get("sums")
        .fields()
        .forEachRemaining(
            blob ->
                assertThat(explanation.sums().get(blob.getKey()))
                    .as("sum of %s", blob.getKey())
                    .isCloseTo(blob.getValue().doubleValue(), within(10 * limit * scale)));
    row.expected()
        .get("ledger")
        .fields()
        .forEachRemaining(
            layer -> {
              for (Destination destination : Destination.values()) {
                double amount = layer.getValue().path(oracleName(destination)).asDouble(0);
                assertThat(explanation.ledger().get(layer.getKey()).getOrDefault(destination, 0.0))
                    .as("%s of %s", destination, layer.getKey())
                    .isCloseTo(amount, within(10 * limit * scale));
              }
            });
  }

  private static String oracleName(Destination destination) {
    return destination == Destination.CHANNELS ? "scale" : destination.word().replace('-', '_');
  }

  /** The largest amount of a map's account. */
  private static double scale(JsonNode expected) {
    List<Double> amounts = new ArrayList<>(List.of(expected.get("start").doubleValue()));
    expected.get("sums").forEach(sum -> amounts.add(sum.doubleValue()));
    expected.get("ledger").forEach(layer -> layer.forEach(a -> amounts.add(a.doubleValue())));
    return amounts.stream().mapToDouble(Math::abs).max().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("all")
  void coloursAreTheOracles(OracleCase test) {
    int[] shape = test.npy("expected").shape();
    for (int row = 0; row < shape[0]; row++) {
      double[] values = test.npy("expected").row(row);
      float[] map = new float[values.length];
      for (int i = 0; i < map.length; i++) {
        map[i] = (float) values[i];
      }
      int[] drawn = ColourMap.BLACK_FIRERED.draw(map, 3, ColourMap.peak(map, 3));
      double[] expected = test.npy("expected_rgb").row(row);
      for (int i = 0; i < drawn.length; i++) {
        for (int c = 0; c < 3; c++) {
          assertThat((double) ((drawn[i] >> (8 * (2 - c))) & 255))
              .isCloseTo(expected[3 * i + c], within(1.0));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void perturbationCurvesAreTheOracles(OracleCase test) {
    RelevanceNetwork network = test.network();
    float[] picture = test.npy("input").floats();
    int size = test.npy("input").shape()[1];
    test.expectations()
        .get("perturbation")
        .fields()
        .forEachRemaining(
            entry -> {
              JsonNode expected = entry.getValue();
              int target = expected.get("target").intValue();
              Regions regions = new Regions(size, expected.get("region").intValue());
              float[] map =
                  network
                      .explain(
                          network.forward(picture),
                          target,
                          test.rules(expected.get("rules").textValue()),
                          Start.LOGIT,
                          test.box())
                      .map();
              List<Integer> ranking =
                  entry.getKey().equals("most")
                      ? regions.mostRelevantFirst(map, 3)
                      : regions.leastRelevantFirst(map, 3);
              assertThat(ranking)
                  .containsExactlyElementsOf(
                      StreamSupport.stream(expected.get("ranking").spliterator(), false)
                          .map(JsonNode::intValue)
                          .toList());
              PerturbationCurve curve =
                  PerturbationCurve.of(
                      network,
                      network.forward(picture),
                      Floats.filled(picture.length, (float) expected.get("fill").doubleValue()),
                      target,
                      regions,
                      ranking);
              double scale = Math.abs(curve.logits()[0]);
              for (int i = 0; i < curve.logits().length; i++) {
                assertThat(curve.logits()[i])
                    .isCloseTo(
                        expected.get("logits").get(i).doubleValue(), within(1e-5 * scale * 10));
              }
              assertThat(curve.area())
                  .isCloseTo(expected.get("area").doubleValue(), within(1e-5 * scale * 10));
            });
  }

  @ParameterizedTest
  @MethodSource("all")
  void aChangingPictureScoresAsAWholePassDoes(OracleCase test) {
    RelevanceNetwork network = test.network();
    float[] picture = test.npy("input").floats();
    int size = test.npy("input").shape()[1];
    float[] fill = Floats.filled(picture.length, -17);
    List<Patch> patches = new ArrayList<>();
    for (int at = 0; at < size; at++) {
      // Corners, edges, single pixels, columns; the last one is everything.
      patches.add(new Patch(at, at + 1, size - 1 - at, size - at));
      patches.add(new Patch(size - 1 - at, size, at / 2, at / 2 + 1));
      patches.add(new Patch(at / 2, at / 2 + 1, 0, 1 + at / 2));
      patches.add(new Patch(at / 2, at + 1, at / 3, size));
    }
    patches.add(Patch.whole(size));
    assertThat(patches).hasSizeGreaterThan(ChangingPicture.TOGETHER);
    for (int target : new int[] {0, 1}) {
      ChangingPicture changing =
          new ChangingPicture(network, network.forward(picture), target, size);
      float[] whole = picture.clone();
      List<Double> expected = new ArrayList<>(List.of((double) score(network, whole, target)));
      for (Patch patch : patches) {
        changing.replace(patch, fill);
        patch.eachRun(3, size, (first, count) -> Arrays.fill(whole, first, first + count, -17));
        expected.add((double) score(network, whole, target));
      }
      double scale = expected.stream().mapToDouble(Math::abs).max().orElseThrow();
      double[] scores = changing.scores();
      assertThat(scores).hasSize(expected.size());
      for (int i = 0; i < scores.length; i++) {
        assertThat(scores[i]).isCloseTo(expected.get(i), within(1e-5 * scale));
      }
      assertThat(scores[0]).isNotCloseTo(scores[scores.length - 1], within(1e-3 * scale));
    }
  }

  private static float score(RelevanceNetwork network, float[] picture, int target) {
    return network.forward(picture).logits()[target];
  }
}
