// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.json.Json;
import io.agegender.network.definition.Architecture;
import io.agegender.relevance.LayerWeights;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Shares of regions and random weights. */
class MeasuresTest {
  private static final int SIZE = 16;

  @Test
  void sharesAreOfAbsoluteRelevanceInNamedRegionsOrInTheGrid() {
    float[] map = new float[3 * SIZE * SIZE];
    map[0] = 3; // Upper left, of one channel.
    map[SIZE * SIZE - 1] = -1; // Lower right, of the same channel.
    List<FaceRegion> regions =
        List.of(new FaceRegion("top", 0, 0, 1, 0.5), new FaceRegion("all", 0, 0, 1, 1));
    ObjectNode row = Json.object();
    MapSums.put(map, SIZE, regions, row);
    assertThat(row.get("region-name").get(0).textValue()).isEqualTo("top");
    assertThat(row.get("region-share").get(0).floatValue()).isEqualTo(0.75f);
    assertThat(row.get("region-share").get(1).floatValue()).isEqualTo(1);
    ObjectNode grid = Json.object();
    MapSums.put(map, SIZE, List.of(), grid);
    assertThat(grid.get("region-name")).isEmpty();
    assertThat(grid.get("region-share")).hasSize(64);
    assertThat(grid.get("region-share").get(0).floatValue()).isEqualTo(0.75f);
    assertThat(grid.get("region-share").get(63).floatValue()).isEqualTo(0.25f);
  }

  @Test
  void regionsAreReadByNameAndAWrongOneSaysWhatItMustBe() {
    HeatmapSettings settings =
        settings("heatmap.regions.mouth=[0.3, 0.6, 0.7, 0.8]", "heatmap.mean=false");
    assertThat(settings.checks().regions())
        .containsExactly(new FaceRegion("mouth", 0.3, 0.6, 0.7, 0.8));
    assertThat(settings.faces().means()).isFalse();
    for (String wrong : List.of("[0.5, 0, 0.5, 1]", "[0, 0, 1]", "[0, 0, 1, 1.01]", "5")) {
      assertThatThrownBy(() -> settings("heatmap.regions.eyes=" + wrong))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("heatmap.regions.eyes");
    }
  }

  private static HeatmapSettings settings(String... overrides) {
    return SettingsReader.read(
        Settings.load(Optional.empty(), List.of(overrides)), HeatmapSettings::read);
  }

  @Test
  void randomWeightsFollowTheFillersAndTheSeed() {
    Map<String, LayerWeights> drawn =
        RandomisedMaps.drawn(Architecture.NET_DEFINITIONS.resolve(8), 1);
    float[] weights = drawn.get("conv1").weights();
    double squares = 0;
    for (float weight : weights) {
      squares += (double) weight * weight;
    }
    assertThat(Math.sqrt(squares / weights.length)).isCloseTo(0.01, within(2e-4));
    assertThat(drawn.get("conv1").bias()).containsOnly(0);
    assertThat(drawn.get("conv2").bias()).containsOnly(1);
    assertThat(drawn.keySet()).contains("fc6", "fc7", "fc8");
    assertThat(
            RandomisedMaps.drawn(Architecture.NET_DEFINITIONS.resolve(8), 2).get("conv1").weights())
        .isNotEqualTo(weights);
  }
}
