// SPDX-License-Identifier: Apache-2.0
package io.agegender.training.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.engine.Primitives;
import io.agegender.engine.host.HostPrimitives;
import io.agegender.engine.plan.NetworkPlan;
import io.agegender.engine.provider.DeviceBytes;
import io.agegender.engine.provider.DeviceMemoryException;
import io.agegender.engine.provider.EngineDevice;
import io.agegender.foundation.error.FailedException;
import io.agegender.image.MeanImage;
import io.agegender.image.Pixels;
import io.agegender.network.definition.NetworkBuilder;
import io.agegender.network.definition.NetworkBuilder.Learned;
import io.agegender.network.definition.ResolvedNetwork;
import io.agegender.network.definition.Window;
import io.agegender.network.solver.SolverSettings;
import io.agegender.training.AugmentedSample;
import io.agegender.training.FloatChunks;
import io.agegender.training.Minibatch;
import io.agegender.training.TrainingState;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The learner on plain Java that has as much memory as the test says. */
class EngineLearnerTest {
  private static final ResolvedNetwork NETWORK =
      ResolvedNetwork.of(
          new NetworkBuilder("little", 32)
              .convolution("c", 4, Window.of(3), Learned.gaussian(0.1, 0))
              .relu("r")
              .innerProduct("f", 3, Learned.gaussian(0.01, 0))
              .softmaxLoss("loss")
              .build());
  private static final NetworkPlan PLAN = NetworkPlan.of(NETWORK);

  /** A device of so many bytes, which its libraries do not take from. */
  private static final class Small implements EngineDevice {
    private final long bytes;
    private long taken;
    private int failingConvolutions;
    private final List<String> closed = new ArrayList<>();

    Small(long bytes) {
      this.bytes = bytes;
    }

    @Override
    public String identity() {
      return "small";
    }

    @Override
    public List<String> facts() {
      return List.of("small");
    }

    @Override
    public long freeBytes() {
      return bytes - taken;
    }

    @Override
    public Primitives primitives() {
      HostPrimitives host = new HostPrimitives();
      return (Primitives)
          Proxy.newProxyInstance(
              Primitives.class.getClassLoader(),
              new Class<?>[] {Primitives.class},
              (proxy, method, arguments) -> {
                switch (method.getName()) {
                  case "floats" -> take(Float.BYTES * (Long) arguments[0]);
                  case "ints", "intInlet" -> take(4L * (Integer) arguments[0]);
                  case "bytes", "byteInlet" -> take((Integer) arguments[0]);
                  case "convolveData", "convolveWeights" -> {
                    if (failingConvolutions-- > 0) {
                      throw new DeviceMemoryException("taking scratch");
                    }
                  }
                  case "close" -> {
                    closed.add("memory");
                    taken = 0;
                  }
                  default -> {}
                }
                try {
                  return method.invoke(host, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }

    private void take(long count) {
      if (taken + count > bytes) {
        throw new DeviceMemoryException("taking %d bytes".formatted(count));
      }
      taken += count;
    }

    @Override
    public void join() {
      // Arrays are every thread's.
    }

    @Override
    public void close() {
      closed.add("device");
    }
  }

  @Test
  void whatIsCountedIsWhatIsTakenAndTheLargestBatchThatFitsIsNamed() {
    // The mean image and room for the losses are not counted: they do not grow with the batch.
    long spare = 4L * Pixels.RECORD + 1000;
    Small device = new Small(DeviceBytes.of(PLAN, 3) + spare);
    try (EngineLearner learner = learner(device)) {
      assertThat(learner.learn(start(), round(3, 2)).losses()).hasSize(2);
      assertThat(device.freeBytes()).isLessThan(spare);
      assertThatThrownBy(() -> learner.learn(start(), round(5, 2)))
          .isInstanceOf(FailedException.class)
          .hasMessageContaining("training little with 5 faces a step takes ")
          .hasMessageContaining("set the batch to 4 or less (schedules.*.batch-size)");
      // The next one that fits is learnt from as if nothing had been.
      EngineLearner.Learnt again = learner.learn(start(), round(3, 2));
      try (EngineLearner fresh = learner(new Small(Long.MAX_VALUE))) {
        EngineLearner.Learnt expected = fresh.learn(start(), round(3, 2));
        assertThat(again.losses()).isEqualTo(expected.losses());
        assertThat(again.state().parameters().sha256())
            .isEqualTo(expected.state().parameters().sha256());
        assertThat(again.state().momentum().sha256())
            .isEqualTo(expected.state().momentum().sha256());
        assertThat(again.state().iteration()).isEqualTo(2);
      }
    }
    assertThat(device.closed).containsExactly("memory", "memory", "memory", "device");
  }

  /** cuDNN takes its scratch when a shape is met first, cuBLAS and the driver when they like. */
  @Test
  void memoryThatIsFullInAPassNamesASmallerBatchAndIsGivenBack() {
    Small device = new Small(1 << 30);
    device.failingConvolutions = 1;
    try (EngineLearner learner = learner(device)) {
      assertThatThrownBy(() -> learner.learn(start(), round(3, 2)))
          .isInstanceOf(FailedException.class)
          .hasMessageStartingWith("the GPU has 1024 MiB free, and training little with 3 faces")
          .hasMessageContaining("set the batch to 2 or less (schedules.*.batch-size)")
          .hasMessageEndingWith("; taking scratch");
      assertThat(device.taken).isZero();
      assertThat(learner.learn(start(), round(2, 2)).losses()).hasSize(2);
    }
  }

  @Test
  void whatANetworkOfNotANumberLearntIsSeen() {
    float[] parameters = new float[Math.toIntExact(PLAN.layout().count())];
    parameters[5] = Float.NaN;
    TrainingState broken =
        new TrainingState(
            0, FloatChunks.of(parameters), FloatChunks.of(new float[parameters.length]));
    try (EngineLearner learner = learner(new Small(Long.MAX_VALUE))) {
      EngineLearner.Learnt learnt = learner.learn(broken, round(2, 1));
      assertThat(learnt.losses()[0]).isNaN();
      assertThat(learnt.state().parameters().isFinite()).isFalse();
    }
  }

  @Test
  void theSpeedOfStepsIsMeasuredAndAllMemoryGivenBack() {
    Small device = new Small(Long.MAX_VALUE);
    float[] parameters = start().parameters().toArray();
    StepSpeed speed = StepSpeed.of(device, PLAN, 2, parameters, 3);
    assertThat(speed.alone()).isBetween(1.0, 1e7);
    assertThat(speed.fed()).isBetween(1.0, 1e7);
    assertThat(device.closed).containsExactly("memory");
  }

  private static EngineLearner learner(EngineDevice device) {
    return EngineLearner.of(
        device,
        NETWORK,
        new SolverSettings(0.001, 0.1, 10, 0.9, 0.0005),
        (face, into) -> java.util.Arrays.fill(into, (byte) (17 * face)),
        new MeanImage(new float[Pixels.RECORD]));
  }

  private static TrainingState start() {
    float[] parameters = new float[Math.toIntExact(PLAN.layout().count())];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) Math.sin(i) / 100;
    }
    return new TrainingState(
        0, FloatChunks.of(parameters), FloatChunks.of(new float[parameters.length]));
  }

  private static List<Minibatch> round(int pictures, int steps) {
    List<Minibatch> round = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      round.add(
          new Minibatch(
              step, step, Collections.nCopies(pictures, new AugmentedSample(step + 1, 1, 99L))));
    }
    return round;
  }
}
