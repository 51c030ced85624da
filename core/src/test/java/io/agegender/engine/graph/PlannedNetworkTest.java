// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.agegender.engine.check.Deviations;
import io.agegender.engine.check.Deviations.Limits;
import io.agegender.engine.check.Outcome;
import io.agegender.engine.check.SeededCase;
import io.agegender.engine.host.HostPrimitives;
import io.agegender.engine.plan.NetworkPlan;
import io.agegender.engine.plan.ParameterLayout.LayerPlace;
import io.agegender.network.LayerSpan;
import io.agegender.network.definition.Architecture;
import io.agegender.network.definition.NetworkBuilder;
import io.agegender.network.definition.NetworkBuilder.Learned;
import io.agegender.network.definition.NetworkDefinition;
import io.agegender.network.definition.ResolvedNetwork;
import io.agegender.network.definition.Window;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine on its reference against DL4J's graph. */
public class PlannedNetworkTest {
  private static final Learned LEARNED = Learned.gaussian(0.01, 0);

  /** Every kind of layer, in and out of place, and blobs with several readers. */
  public static List<NetworkDefinition> networks() {
    return List.of(
        new NetworkBuilder("chain", 21)
            .convolution("c1", 8, Window.of(5).stride(2), LEARNED)
            .relu("r1")
            .maxPool("p1", Window.of(3).stride(2))
            .lrn("n1")
            .convolution("c2", 12, Window.of(3).pad(1), 2, LEARNED.rates(3, 5))
            .relu("r2")
            .averagePool("p2", Window.of(2).stride(2))
            .innerProduct("f1", 16, LEARNED)
            .relu("r3")
            .dropout("d1", 0.5)
            .innerProduct("f2", 4, LEARNED.rates(10, 20))
            .softmaxLoss("loss")
            .build(),
        new NetworkBuilder("overhang", 15)
            .convolution("c1", 8, Window.of(3).pad(1), LEARNED)
            .relu("r1")
            .averagePool("p1", Window.of(2).stride(2))
            .maxPool("p2", Window.of(3).stride(2).pad(1))
            .convolution("c2", 6, Window.of(3).pad(1), LEARNED)
            .averagePool("p3", Window.of(3).stride(3).pad(1))
            .innerProduct("f1", 4, LEARNED)
            .softmaxLoss("loss")
            .build(),
        new NetworkBuilder("several readers of the pictures", 9)
            .convolution("a/padding", 4, Window.of(3).pad(1), LEARNED)
            .averagePool("a", Window.of(3).stride(2).pad(1))
            .from("data")
            .convolution("b", 3, Window.of(3).stride(2).pad(1), LEARNED)
            .relu("b_relu")
            .from("data")
            .maxPool("c", Window.of(2).stride(2))
            .concat("joined", "a", "b", "c")
            .innerProduct("fc", 3, LEARNED)
            .softmaxLoss("loss")
            .build(),
        new NetworkBuilder("branches", 16)
            .convolution("stem", 6, Window.of(3).pad(1), LEARNED)
            .relu("stem_relu")
            .from("stem")
            .convolution("a", 4, Window.of(1), LEARNED)
            .relu("a_relu")
            .from("stem")
            .maxPool("b_pool", Window.of(3).pad(1))
            .convolution("b", 5, Window.of(1), LEARNED)
            .from("stem")
            .convolution("c", 3, Window.of(3).pad(1), LEARNED)
            .relu("c_relu")
            .concat("joined", "a", "b", "c")
            .relu("joined_relu")
            .averagePool("early", Window.of(4).stride(4))
            .innerProduct("early_fc", 3, LEARNED)
            .softmaxLoss("early_loss", "early_top", 0.3)
            .from("joined")
            .averagePool("pool", Window.of(16))
            .dropout("drop", 0.4)
            .innerProduct("fc", 3, LEARNED)
            .softmaxLoss("loss")
            .build());
  }

  @ParameterizedTest
  @MethodSource("networks")
  void computesWhatTheGraphComputes(NetworkDefinition definition) {
    SeededCase seeded = new SeededCase(ResolvedNetwork.of(definition), 5, 1e-2, 7);
    Deviations found = compare(seeded);
    assertThat(found.beyond(Limits.ofSums())).as("%s", found).isEmpty();
    assertThat(found.movement()).as("%s", found).isLessThan(1e-4);
  }

  @Tag("slow")
  @Test
  void adienceNetComputesWhatTheGraphComputes() {
    SeededCase seeded = new SeededCase(Architecture.NET_DEFINITIONS.resolve(8), 2, 1e-3, 1);
    Deviations found = compare(seeded);
    assertThat(found.beyond(Limits.ofSums())).as("%s", found).isEmpty();
  }

  @Test
  void anotherRateIsNoticed() {
    ResolvedNetwork network = ResolvedNetwork.of(networks().get(0));
    SeededCase seeded = new SeededCase(network, 5, 1e-2, 7);
    SeededCase faster = new SeededCase(network, 5, 1.2e-2, 7);
    Deviations found =
        Deviations.of(
            Outcome.of(faster, new HostPrimitives()),
            Outcome.of(seeded, new HostPrimitives()),
            seeded.parameters(),
            NetworkPlan.of(network).layout().layers());
    assertThat(found.gradient()).isEqualTo(0);
    assertThat(found.movement()).isCloseTo(0.2, offset(0.1));
    assertThat(found.beyond(Limits.ofSums())).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "NET_DEFINITIONS, 8",
    "CAFFEREFERENCE, 2",
    "GOOGLENET, 8",
    "GOOGLENET, 2",
    "VGG16, 8"
  })
  void parametersLieWhereTheGraphHasThem(Architecture architecture, int classes) {
    lieWhereTheGraphHasThem(architecture.resolve(classes));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void parametersOfOtherNetworksLieWhereTheGraphHasThem(NetworkDefinition definition) {
    lieWhereTheGraphHasThem(ResolvedNetwork.of(definition));
  }

  private static void lieWhereTheGraphHasThem(ResolvedNetwork network) {
    Map<String, LayerPlace> places = NetworkPlan.of(network).layout().layers();
    assertThat(
            places.entrySet().stream()
                .map(e -> new LayerSpan(e.getKey(), e.getValue().first(), e.getValue().count()))
                .toList())
        .isEqualTo(LayerSpan.of(network));
  }

  private static Deviations compare(SeededCase seeded) {
    Outcome graph = GraphOutcome.of(seeded);
    Outcome.Replayed java = Outcome.replayed(seeded, graph.decisions());
    assertThat(java.furthest()).as("%d other decisions", java.different()).isLessThan(1e-5);
    return Deviations.of(
        java.outcome(),
        graph,
        seeded.parameters(),
        NetworkPlan.of(seeded.network()).layout().layers());
  }
}
