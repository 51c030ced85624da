// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.agegender.network.LayerSpan;
import io.agegender.network.Networks;
import io.agegender.network.definition.Architecture;
import io.agegender.network.definition.ResolvedNetwork;
import io.agegender.network.solver.SolverSettings;
import io.agegender.relevance.rule.Box;
import io.agegender.training.FloatChunks;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The four networks at full size with weights that make large activations. */
@Tag("slow")
class RealNetworksTest {
  private static final int CLASSES = 8;
  private static final SolverSettings ANY = new SolverSettings(0.1, 0.1, 1, 0.9, 0);

  static Stream<Architecture> all() {
    return Architecture.values().stream();
  }

  private static List<RuleSet> presets(RelevanceNetwork network) {
    String first = network.learningLayers().get(0);
    return List.of(
        RuleSet.composite(List.of(first)),
        RuleSet.paper(List.of(first)),
        RuleSet.epsilonPlusFlat(first),
        RuleSet.epsilonGammaBox(first),
        RuleSet.epsilon(),
        RuleSet.alpha2beta1(),
        RuleSet.alpha1beta0(),
        RuleSet.z());
  }

  /** He's scaling: layers keep the size of what goes through them. */
  private static FloatChunks parameters(Architecture architecture) {
    ResolvedNetwork network = architecture.resolve(CLASSES);
    ComputationGraph graph = Networks.create(architecture, CLASSES, ANY, 1);
    INDArray all = graph.params().reshape(graph.params().length());
    Nd4j.getRandom().setSeed(3);
    for (LayerSpan span : LayerSpan.of(network)) {
      long fanIn =
          network.layers().stream()
              .filter(layer -> layer.name().equals(span.layer()))
              .findFirst()
              .orElseThrow()
              .fanIn();
      INDArray part = all.get(NDArrayIndex.interval(span.first(), span.first() + span.count()));
      part.assign(Nd4j.randn(part.length()).muli(Math.sqrt(2.0 / fanIn)));
    }
    return FloatChunks.of(graph.params());
  }

  @ParameterizedTest
  @MethodSource("all")
  void predictsAsTheGraphDoesAndEveryLedgerCloses(Architecture architecture) {
    ResolvedNetwork resolved = architecture.resolve(CLASSES);
    FloatChunks parameters = parameters(architecture);
    int size = architecture.inputSize();
    float[] picture = new float[3 * size * size];
    Random random = new Random(7);
    for (int i = 0; i < picture.length; i++) {
      picture[i] = random.nextInt(120) - 60;
    }
    RelevanceNetwork network = RelevanceNetwork.of(resolved, parameters);
    Activations pass = network.forward(picture);

    ComputationGraph graph = Networks.create(architecture, CLASSES, ANY, 1);
    parameters.copyTo(graph.params());
    float[] expected =
        graph.output(false, Nd4j.createFromArray(picture).reshape(1, 3, size, size))[0]
            .toFloatVector();
    for (int c = 0; c < CLASSES; c++) {
      assertThat(pass.probabilities()[c]).isCloseTo(expected[c], within(1e-4));
    }

    float[] mean = new float[picture.length];
    Arrays.fill(mean, 127);
    for (RuleSet rules : presets(network)) {
      Explanation explanation =
          network.explain(pass, pass.predicted(), rules, Start.LOGIT, Box.of(mean));
      assertThat(explanation.ledgerError()).as(rules.name()).isLessThanOrEqualTo(1e-4);
    }
    if (architecture.equals(Architecture.VGG16)) {
      // The only one without normalisation, whose scale the rule z holds constant.
      Explanation z =
          network.explain(pass, pass.predicted(), RuleSet.z(), Start.LOGIT, Box.unknown());
      assertThat(distance(z.map(), network.gradientTimesInput(pass, pass.predicted())))
          .isLessThan(2e-2);
    }
  }

  /** Relative L2 distance. */
  private static double distance(float[] map, float[] reference) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < map.length; i++) {
      difference += Math.pow((double) map[i] - reference[i], 2);
      norm += Math.pow(reference[i], 2);
    }
    return Math.sqrt(difference / norm);
  }
}
