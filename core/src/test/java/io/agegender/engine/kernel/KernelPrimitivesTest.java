// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.engine.Floats;
import io.agegender.engine.Memory;
import io.agegender.engine.Primitives;
import io.agegender.engine.check.Deviations;
import io.agegender.engine.check.Deviations.Limits;
import io.agegender.engine.check.Outcome;
import io.agegender.engine.check.PrimitiveCheck;
import io.agegender.engine.check.SeededCase;
import io.agegender.engine.host.HostPrimitives;
import io.agegender.engine.plan.NetworkPlan;
import io.agegender.engine.shape.LossShape;
import io.agegender.engine.shape.PoolShape;
import io.agegender.network.definition.NetworkDefinition;
import io.agegender.network.definition.ResolvedNetwork;
import io.agegender.network.definition.Window;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernels that a GPU runs, on the CPU, against the reference. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KernelPrimitivesTest {
  private EmulatedKernels kernels;

  @BeforeAll
  void compile(@TempDir Path folder) throws IOException, InterruptedException {
    kernels = EmulatedKernels.compiled(folder);
  }

  /** Every shape of the networks, with negative numbers, ties and large ones. */
  @ParameterizedTest
  @MethodSource("io.agegender.engine.graph.PlannedNetworkTest#networks")
  void eachOperationHasTheReferencesBits(NetworkDefinition definition) {
    var results =
        PrimitiveCheck.of(
            NetworkPlan.of(ResolvedNetwork.of(definition)),
            3,
            new EmulatedPrimitives(kernels),
            new HostPrimitives());
    assertThat(results).hasSizeGreaterThan(10).allSatisfy(r -> assertThat(r.problem()).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("io.agegender.engine.graph.PlannedNetworkTest#networks")
  void aNetworkTrainsAsOnTheReference(NetworkDefinition definition) {
    SeededCase seeded = new SeededCase(ResolvedNetwork.of(definition), 5, 1e-2, 7);
    Deviations found =
        Deviations.of(
            Outcome.of(seeded, new EmulatedPrimitives(kernels)),
            Outcome.of(seeded, new HostPrimitives()),
            seeded.parameters(),
            NetworkPlan.of(seeded.network()).layout().layers());
    assertThat(found.beyond(Limits.ofSums())).as("%s", found).isEmpty();
  }

  /** A broken training must show it, not end with a loss that looks like a number. */
  @Test
  void aLossOfWhatIsNoNumberIsNone() {
    LossShape shape = new LossShape(2, 3, 1);
    float[] scores = {1, Float.NaN, 2, 1, 2, 3};
    for (Primitives primitives : List.of(new EmulatedPrimitives(kernels), new HostPrimitives())) {
      Floats x = primitives.floats(6);
      Floats losses = primitives.floats(2);
      primitives.upload(scores, x);
      primitives.softmaxLoss(
          shape, x, primitives.ints(2), primitives.floats(6), primitives.floats(6), losses);
      float[] found = new float[2];
      primitives.download(losses, found);
      assertThat(found[0]).isNaN();
      assertThat(found[1]).isBetween(2.4f, 2.41f);
    }
  }

  /** Pooling lets it through to the loss, in each window that has it. */
  @Test
  void theLargestNumberOfAWindowWithNoneIsNone() {
    PoolShape shape = new PoolShape(1, 4, 2, new Window(2, 2, 0));
    float nan = Float.NaN;
    float low = Float.NEGATIVE_INFINITY;
    float[] numbers = {1, nan, low, low, nan, 9, low, low, 5, 5, 2, nan, 5, 5, 7, 3};
    for (Primitives primitives : List.of(new EmulatedPrimitives(kernels), new HostPrimitives())) {
      Floats x = primitives.floats(16);
      Floats y = primitives.floats(4);
      Floats dy = primitives.floats(4);
      Floats dx = primitives.floats(16);
      Memory places = primitives.ints(4);
      primitives.upload(numbers, x);
      primitives.upload(new float[] {1, 2, 3, 4}, dy);
      primitives.maxPool(shape, x, y, places);
      primitives.maxPoolBackward(shape, dy, places, dx);
      float[] found = new float[4];
      float[] gradient = new float[16];
      primitives.download(y, found);
      primitives.download(dx, gradient);
      assertThat(found).containsExactly(nan, low, 5, nan);
      assertThat(gradient).containsExactly(0, 1, 2, 0, 0, 0, 0, 0, 3, 0, 0, 4, 0, 0, 0, 0);
    }
  }

  @Test
  void theSourceNamesItsKernels() {
    assertThat(KernelSource.kernels())
        .hasSize(16)
        .contains("prepare", "max_pool_backward", "update")
        .doesNotHaveDuplicates();
  }
}
