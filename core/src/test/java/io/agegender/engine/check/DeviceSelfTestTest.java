// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.engine.Floats;
import io.agegender.engine.Primitives;
import io.agegender.engine.graph.PlannedNetworkTest;
import io.agegender.engine.host.HostPrimitives;
import io.agegender.engine.provider.DeviceLostException;
import io.agegender.engine.provider.MathMode;
import io.agegender.foundation.error.FailedException;
import io.agegender.network.definition.ResolvedNetwork;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The check on devices that are wrong in one way each. */
class DeviceSelfTestTest {
  private static final CheckedNetwork CHAIN = network(0);
  private static final CheckedNetwork BRANCHES = network(3);

  private final List<String> lines = new ArrayList<>();

  /** What a device does after an operation of plain Java. */
  private interface Fault {
    void after(String operation, Object[] arguments);
  }

  /**
   * Where an engine adds in another order, some decisions of ReLU and of maxima are others. Taken
   * over, they leave rounding alone, ten times less than what they make of the gradients.
   */
  @Test
  void decisionsAreTheReasonOfLargeDifferences() {
    SeededCase seeded = new SeededCase(BRANCHES.network(), 8, 1e-4, 1);
    Outcome rough = Outcome.of(seeded, device(rounding(1e-3)));
    Outcome java = Outcome.of(seeded, new HostPrimitives());
    Outcome.Replayed replayed = Outcome.replayed(seeded, rough.decisions());
    double before = gradient(seeded, rough, java);
    double after = gradient(seeded, rough, replayed.outcome());
    assertThat(replayed.different()).isPositive();
    assertThat(replayed.furthest()).isBetween(1e-9, 1e-2);
    assertThat(before).isGreaterThan(10 * after);
    Outcome.Replayed same = Outcome.replayed(seeded, java.decisions());
    assertThat(same.different()).isZero();
    assertThat(same.outcome().hash()).isEqualTo(java.hash());
  }

  @Test
  void aDeviceThatIsRightIsGood() {
    DeviceSelfTest test = test(device((operation, arguments) -> {}), MathMode.FP32);
    test.operations(CHAIN);
    test.network(CHAIN);
    assertThat(test.failures()).isZero();
    assertThat(lines).hasSizeGreaterThan(15).allMatch(line -> line.startsWith("ok   chain: "));
    int all = lines.size();
    test.operations(CHAIN);
    assertThat(lines).as("each shape is compared once").hasSize(all);
  }

  @Test
  void tf32IsComparedWhereItRoundsAndWithItsOwnLimit() {
    Fault rounding = rounding(1e-3);
    DeviceSelfTest rounded = test(device(rounding), MathMode.TF32);
    rounded.operations(CHAIN);
    assertThat(rounded.failures()).isZero();
    assertThat(lines).hasSize(4).allMatch(line -> line.matches("ok .*: (convolution|product) .*"));
    DeviceSelfTest exact = test(device(rounding), MathMode.FP32);
    exact.operations(CHAIN);
    assertThat(exact.failures()).isPositive();
  }

  /** A ReLU that lets a tenth of the largest number through cannot be excused as a tie. */
  @Test
  void aDecisionFarFromATieIsAFailure() {
    Fault threshold =
        (operation, arguments) -> {
          if (operation.equals("addBias") && (Boolean) arguments[3]) {
            change((Floats) arguments[2], value -> value < 20 ? 0 : value);
          }
        };
    DeviceSelfTest test = test(device(threshold), MathMode.FP32);
    test.network(CHAIN);
    assertThat(test.failures()).isPositive();
    assertThat(lines.get(0)).startsWith("FAIL").contains("from a tie, more than 1.0e-05");
  }

  @Test
  void whatAnOperationRefusesIsOneLineAndTheNextFollows() {
    Fault refusing =
        (operation, arguments) -> {
          if (operation.equals("lrn")) {
            throw new FailedException("cuDNN's status 3000");
          }
        };
    DeviceSelfTest test = test(device(refusing), MathMode.FP32);
    test.operations(CHAIN);
    test.network(CHAIN);
    assertThat(lines.stream().filter(line -> line.startsWith("FAIL")))
        .hasSize(2)
        .allMatch(line -> line.endsWith("cuDNN's status 3000"));
    assertThat(test.failures()).isEqualTo(2);
  }

  @Test
  void aLostDeviceEndsTheCheckAndWhatWasFoundBeforeIsTold() {
    DeviceSelfTest test =
        test(
            device(
                (operation, arguments) -> {
                  if (operation.equals("biasGradient")) {
                    throw new DeviceLostException("lost");
                  }
                }),
            MathMode.FP32);
    assertThatThrownBy(() -> test.operations(CHAIN)).isInstanceOf(DeviceLostException.class);
    assertThat(lines)
        .anyMatch(line -> line.contains("convolution"))
        .noneMatch(line -> line.contains("gradient of bias"));
    assertThatThrownBy(() -> test.network(CHAIN)).isInstanceOf(DeviceLostException.class);
  }

  private DeviceSelfTest test(Primitives device, MathMode math) {
    return new DeviceSelfTest(() -> device, math, lines::add);
  }

  private static CheckedNetwork network(int number) {
    ResolvedNetwork network = ResolvedNetwork.of(PlannedNetworkTest.networks().get(number));
    return new CheckedNetwork(network.definition().name(), network, 2);
  }

  private static double gradient(SeededCase seeded, Outcome outcome, Outcome reference) {
    return Deviations.of(outcome, reference, seeded.parameters(), BRANCHES.plan().layout().layers())
        .gradient();
  }

  /** Changes what convolutions and products made, each number by its own share of the largest. */
  private static Fault rounding(double share) {
    Random random = new Random(1);
    return (operation, arguments) -> {
      if (operation.startsWith("convolve") || operation.startsWith("multiply")) {
        change(
            (Floats) arguments[3],
            value -> (float) (value * (1 + share * random.nextGaussian() / 3)));
      }
    };
  }

  private interface Change {
    float of(float value);
  }

  private static void change(Floats at, Change change) {
    HostPrimitives host = new HostPrimitives();
    float[] values = new float[Math.toIntExact(at.count())];
    host.download(at, values);
    for (int i = 0; i < values.length; i++) {
      values[i] = change.of(values[i]);
    }
    host.upload(values, at);
  }

  private static Primitives device(Fault fault) {
    HostPrimitives host = new HostPrimitives();
    return (Primitives)
        Proxy.newProxyInstance(
            Primitives.class.getClassLoader(),
            new Class<?>[] {Primitives.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(host, arguments);
                if (method.getReturnType() == void.class && !method.getName().equals("close")) {
                  fault.after(method.getName(), arguments);
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
