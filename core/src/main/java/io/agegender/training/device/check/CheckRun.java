// SPDX-License-Identifier: Apache-2.0
package io.agegender.training.device.check;

import io.agegender.engine.check.CheckedNetwork;
import io.agegender.engine.check.DeviceSelfTest;
import io.agegender.engine.check.Outcome;
import io.agegender.engine.check.SeededCase;
import io.agegender.engine.plan.NetworkPlan;
import io.agegender.engine.provider.DeviceBytes;
import io.agegender.engine.provider.DeviceLostException;
import io.agegender.engine.provider.DeviceProviders;
import io.agegender.engine.provider.DeviceRequest;
import io.agegender.engine.provider.EngineDevice;
import io.agegender.engine.provider.MathMode;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.training.device.StepSpeed;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The check of a device, from the command and from the package alike. A device is compared with
 * plain Java, and then its speed is measured; plain Java is compared with the graph where there is
 * one, and otherwise with itself.
 */
public final class CheckRun {
  private static final int STEPS = 50;

  private final CheckArguments arguments;
  private final Optional<Function<SeededCase, Outcome>> graph;
  private final Consumer<String> lines;

  /**
   * @param graph DL4J's, which computes a case; empty where there is none
   * @param lines takes what is found, as it is found
   */
  public CheckRun(
      CheckArguments arguments,
      Optional<Function<SeededCase, Outcome>> graph,
      Consumer<String> lines) {
    this.arguments = arguments;
    this.graph = graph;
    this.lines = lines;
  }

  /**
   * Checks.
   *
   * @return how many comparisons failed; they are marked FAIL
   * @throws UsageException if it cannot look: there is no such device, or it cannot be used
   * @throws FailedException if the device is lost
   */
  public int failures() {
    if (arguments.hashes()) {
      return hashes();
    }
    if (graph.isPresent() && arguments.primitives().equals(CheckArguments.HOST)) {
      return againstGraph();
    }
    int failures;
    try (EngineDevice exact = open(MathMode.FP32)) {
      exact.facts().forEach(lines);
      DeviceSelfTest test = test(exact, MathMode.FP32);
      each("operations", test::operations);
      each("a pass, three updates, and again", test::network);
      failures = test.failures();
      if (arguments.primitives().equals(CheckArguments.HOST)) {
        return failures;
      }
      each("steps in fp32", network -> speed(exact, network));
    }
    try (EngineDevice rounded = open(MathMode.TF32)) {
      DeviceSelfTest test = test(rounded, MathMode.TF32);
      each("operations in tf32", test::operations);
      each("steps in tf32", network -> speed(rounded, network));
      return failures + test.failures();
    }
  }

  private int hashes() {
    try (EngineDevice device = open(MathMode.FP32)) {
      device.facts().forEach(lines);
      DeviceSelfTest test = test(device, MathMode.FP32);
      each("a pass and three updates", test::hash);
      return test.failures();
    }
  }

  private int againstGraph() {
    try (EngineDevice java = open(MathMode.FP32)) {
      DeviceSelfTest test = test(java, MathMode.FP32);
      each("plain Java and DL4J", network -> test.reference(network, "DL4J", graph.get()));
      return test.failures();
    }
  }

  private DeviceSelfTest test(EngineDevice device, MathMode math) {
    return new DeviceSelfTest(device::primitives, math, lines);
  }

  private void each(String what, Consumer<CheckedNetwork> work) {
    List<CheckedNetwork> networks = arguments.networks();
    for (int i = 0; i < networks.size(); i++) {
      String title = networks.get(i).title();
      lines.accept("---- %s: %s (%d of %d)".formatted(what, title, i + 1, networks.size()));
      work.accept(networks.get(i));
    }
  }

  private void speed(EngineDevice device, CheckedNetwork network) {
    try {
      NetworkPlan plan = NetworkPlan.of(network.network());
      StepSpeed speed =
          StepSpeed.of(device, plan, network.batch(), network.seeded().parameters(), STEPS);
      lines.accept(
          String.format(
              Locale.ROOT,
              "     %s: %.0f images/s, %.0f with feeding, batch %d; %d MiB taken, %d planned",
              network.title(),
              speed.alone(),
              speed.fed(),
              network.batch(),
              speed.bytes() >> 20,
              DeviceBytes.of(plan, network.batch()) >> 20));
    } catch (DeviceLostException e) {
      throw e;
    } catch (FailedException e) {
      lines.accept("     %s: not measured: %s".formatted(network.title(), e.getMessage()));
    }
  }

  /** What fails before a first operation is not a difference that was found. */
  private EngineDevice open(MathMode math) {
    try {
      return DeviceProviders.named(arguments.primitives())
          .open(new DeviceRequest(arguments.gpu(), math, arguments.libraries()));
    } catch (FailedException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }
}
