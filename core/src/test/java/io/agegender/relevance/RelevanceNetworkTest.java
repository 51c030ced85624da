// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.agegender.foundation.error.FailedException;
import io.agegender.network.definition.LayerDefinition.Learning;
import io.agegender.network.definition.ResolvedLayer;
import io.agegender.network.definition.ResolvedNetwork;
import io.agegender.network.definition.prototxt.OwnDefinitions;
import io.agegender.relevance.rule.Box;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A network with three branches, two losses and a classifier of its own for the second one. */
class RelevanceNetworkTest {
  private static final ResolvedNetwork BRANCHES =
      ResolvedNetwork.of(OwnDefinitions.net("branches").network());

  /** Random weights, no biases. */
  private static LayerWeights weights(String name) {
    ResolvedLayer layer =
        BRANCHES.layers().stream().filter(l -> l.name().equals(name)).findFirst().orElseThrow();
    int outputs = ((Learning) layer.definition()).outputs();
    SplittableRandom random = new SplittableRandom(name.hashCode());
    float[] values = new float[Math.toIntExact(outputs * layer.fanIn())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextDouble(-1, 1) * Math.sqrt(6.0 / layer.fanIn()));
    }
    return new LayerWeights(values, new float[outputs]);
  }

  private static float[] picture() {
    SplittableRandom random = new SplittableRandom(5);
    float[] picture = new float[Math.toIntExact(BRANCHES.layers().get(0).inputs().get(0).count())];
    for (int i = 0; i < picture.length; i++) {
      picture[i] = (float) random.nextDouble(-60, 60);
    }
    return picture;
  }

  @Test
  void auxiliaryHeadsAreNotPartOfIt() {
    assertThat(BRANCHES.auxiliaryLayers()).isNotEmpty();
    Function<String, LayerWeights> ofTheMainHead =
        name -> {
          assertThat(BRANCHES.auxiliaryLayers()).doesNotContain(name);
          return weights(name);
        };
    RelevanceNetwork network = RelevanceNetwork.of(BRANCHES, ofTheMainHead);
    assertThat(network.learningLayers()).doesNotContainAnyElementsOf(BRANCHES.auxiliaryLayers());
    Activations pass = network.forward(picture());
    Explanation z =
        network.explain(pass, pass.predicted(), RuleSet.z(), Start.LOGIT, Box.unknown());
    // Without biases all that the score started with arrives, and nothing besides.
    assertThat(z.sum()).isCloseTo(z.start(), within(1e-3 * Math.abs(z.start())));
  }

  @Test
  void theLayerOfAValueThatIsNotFiniteIsNamed() {
    List<String> layers =
        BRANCHES.layers().stream()
            .filter(layer -> layer.definition() instanceof Learning)
            .map(ResolvedLayer::name)
            .filter(name -> !BRANCHES.auxiliaryLayers().contains(name))
            .toList();
    for (String broken : layers) {
      RelevanceNetwork network =
          RelevanceNetwork.of(
              BRANCHES,
              name -> {
                LayerWeights learned = weights(name);
                if (name.equals(broken)) {
                  Arrays.fill(learned.weights(), Float.NaN);
                }
                return learned;
              });
      assertThatThrownBy(() -> network.forward(picture()))
          .isInstanceOf(FailedException.class)
          .hasMessageContaining("layer " + broken + ": a value is NaN");
    }
  }
}
