// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.adience.Target;
import io.agegender.network.definition.Architecture;
import io.agegender.network.definition.prototxt.OwnDefinitions;
import io.agegender.network.solver.LearningRatePolicy;
import io.agegender.network.solver.LearningRatePolicy.Exponential;
import io.agegender.network.solver.LearningRatePolicy.Fixed;
import io.agegender.network.solver.LearningRatePolicy.Inverse;
import io.agegender.network.solver.LearningRatePolicy.MultiStep;
import io.agegender.network.solver.LearningRatePolicy.Polynomial;
import io.agegender.network.solver.LearningRatePolicy.Step;
import io.agegender.network.solver.SolverSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The four networks against real Caffe: every layer's output, every gradient, the loss, and the
 * parameters after ten iterations of the solver, two of the large networks for gender. The figures
 * go to {@code target/parity.md}; with {@code -Dparity.caffe-against-caffe=true} also how far Caffe
 * is from itself with another kernel of OpenBLAS, which is the yardstick for the tolerances
 * (docs/parity.md).
 */
@Tag("slow")
class CaffeParityTest {
  /** Of the largest value of the layer; 3.4e-6 was seen with oneDNN, 1.7e-6 without. */
  private static final double LAYER = 1e-5;

  private static final double LOSS = 5e-5;

  /** A loss after some iterations carries the differences of all gradients before it. */
  private static final double LATER_LOSS = 1e-3;

  /**
   * Relative L2. Where a value is within rounding of 0 or of its neighbour, ReLU and max pooling
   * may decide differently, for Caffe with another OpenBLAS kernel as for us. A wrong formula shows
   * more: the LRN gradient of DL4J is off by 3.9e-2.
   */
  private static final double GRADIENT = 2e-2;

  /** Of the largest weight of the array; Caffe from Caffe is 2.7e-4 away. */
  private static final double PARAMETER = 1e-3;

  /** Relative L2 of the way that a parameter went. */
  private static final double MOVEMENT = 5e-2;

  private static final ParityReport REPORT = new ParityReport();

  @TempDir static Path shared;

  @TempDir Path folder;

  @BeforeAll
  static void runAdienceNet() throws IOException, InterruptedException {
    ParityCase run = ParityCase.of(Architecture.NET_DEFINITIONS, Target.AGE);
    run.prepare(shared);
    run.caffe(shared, shared).run();
  }

  @AfterAll
  static void writeReport() throws IOException {
    REPORT.write(Path.of("target", "parity.md"));
  }

  @ParameterizedTest
  @CsvSource({
    "NET_DEFINITIONS, AGE",
    "NET_DEFINITIONS, GENDER",
    "CAFFEREFERENCE, AGE",
    "CAFFEREFERENCE, GENDER",
    "GOOGLENET, AGE",
    "GOOGLENET, GENDER",
    "VGG16, AGE",
    "VGG16, GENDER"
  })
  void isCaffe(Architecture architecture, Target target) throws IOException, InterruptedException {
    compare(ParityCase.of(architecture, target));
  }

  /** Networks of one's own, and each policy of the learning rate. */
  static Stream<ParityCase> ownNetworks() {
    return Stream.of(
        own("lenet", new Inverse(0.1, 0.75)),
        own("lenet", new Fixed()),
        own("lenet", new Exponential(0.8)),
        own("average", new MultiStep(0.3, List.of(3, 5))),
        own("branches", new Polynomial(2, ParityCase.POLY_ITERATIONS)),
        own("branches", new Step(0.3, 4)),
        own("overhang", new Step(0.3, 4)));
  }

  private static ParityCase own(String name, LearningRatePolicy policy) {
    return new ParityCase(
        name + ", " + policy.key(),
        OwnDefinitions.net(name).network(),
        4,
        ParityCase.ITERATIONS,
        new SolverSettings(1e-3, policy, 0.9, 0.1));
  }

  @ParameterizedTest
  @MethodSource("ownNetworks")
  void anyOtherDefinitionIsCaffe(ParityCase run) throws IOException, InterruptedException {
    compare(run);
  }

  private void compare(ParityCase run) throws IOException, InterruptedException {
    run.prepare(folder);
    run.caffe(folder, folder).run();
    Parity parity = Parity.ofOurs(run, run.solver(), folder, folder);
    REPORT.ours(run, parity);
    if (Boolean.getBoolean("parity.caffe-against-caffe")) {
      Path other = Files.createDirectory(folder.resolve("other"));
      run.caffe(folder, other).environment("OPENBLAS_CORETYPE", "Sandybridge").run();
      REPORT.caffe(run, Parity.ofCaffe(folder, folder, other));
    }
    assertThat(Deviation.worst(parity.outputs()).largest()).isLessThan(LAYER);
    assertThat(Deviation.worstByNorm(parity.gradients()).norm()).isLessThan(GRADIENT);
    assertThat(parity.losses().get(0)).isLessThan(LOSS);
    assertThat(Collections.max(parity.losses())).isLessThan(LATER_LOSS);
    assertThat(Deviation.worst(parity.parameters()).largest()).isLessThan(PARAMETER);
    assertThat(Deviation.worstByNorm(parity.movement()).norm()).isLessThan(MOVEMENT);
  }

  /** Each setting of the solver, changed on our side only, must be seen. */
  @ParameterizedTest
  @CsvSource({
    "1.1e-3, 0.3, 4, 0.9, 0.1",
    "1e-3, 0.5, 4, 0.9, 0.1",
    "1e-3, 0.3, 5, 0.9, 0.1",
    "1e-3, 0.3, 4, 0.8, 0.1",
    "1e-3, 0.3, 4, 0.9, 0"
  })
  void anotherSolverIsNoticed(double rate, double gamma, int step, double momentum, double decay)
      throws IOException {
    ParityCase run = ParityCase.of(Architecture.NET_DEFINITIONS, Target.AGE);
    SolverSettings other = new SolverSettings(rate, gamma, step, momentum, decay);
    Parity parity = Parity.ofOurs(run, other, shared, shared);
    assertThat(Deviation.worstByNorm(parity.movement()).norm()).isGreaterThan(MOVEMENT);
    assertThat(Deviation.worst(parity.outputs()).largest()).isLessThan(LAYER);
  }
}
