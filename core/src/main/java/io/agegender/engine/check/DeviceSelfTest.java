// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.check;

import io.agegender.engine.Primitives;
import io.agegender.engine.check.Deviations.Limits;
import io.agegender.engine.check.Outcome.Replayed;
import io.agegender.engine.check.PrimitiveCheck.Result;
import io.agegender.engine.host.HostPrimitives;
import io.agegender.engine.provider.DeviceLostException;
import io.agegender.engine.provider.MathMode;
import io.agegender.foundation.error.FailedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Compares a maker of operations with plain Java, and plain Java with another reference, on real
 * networks. It writes a line for each comparison and counts those that failed; what an operation
 * refuses is a failed comparison, and the next one follows.
 */
public final class DeviceSelfTest {
  /** How far from a tie another decision may be, as a share of the blob's largest number. */
  private static final double TIE = 1e-5;

  private final Supplier<Primitives> tested;
  private final MathMode math;
  private final Consumer<String> lines;
  private final Set<Object> done = new HashSet<>();
  private int failures;

  private record Compared(Outcome found, Outcome expected, Limits limits) {}

  /**
   * @param tested makes operations, new ones for each network
   * @param math of their convolutions and products
   * @param lines takes what is found
   */
  public DeviceSelfTest(Supplier<Primitives> tested, MathMode math, Consumer<String> lines) {
    this.tested = tested;
    this.math = math;
    this.lines = lines;
  }

  /** Comparisons that failed until now. */
  public int failures() {
    return failures;
  }

  /**
   * Each operation at each shape of a network that was not compared before, against plain Java; in
   * TF32 those alone that differ from FP32.
   */
  public void operations(CheckedNetwork network) {
    try (Primitives device = tested.get()) {
      new PrimitiveCheck(device, new HostPrimitives(), math, done, result -> line(network, result))
          .check(network.plan(), network.pictures());
    }
  }

  /** A pass and three updates against plain Java, then once more for the same bits. */
  public void network(CheckedNetwork network) {
    try {
      SeededCase seeded = network.seeded();
      Outcome outcome = Outcome.of(seeded, tested.get());
      Replayed java = Outcome.replayed(seeded, outcome.decisions());
      compare(
          network,
          "against plain Java",
          java,
          new Compared(outcome, java.outcome(), Limits.ofDevice()));
      hash(network, outcome.hash(), Outcome.of(seeded, tested.get()).hash());
    } catch (DeviceLostException e) {
      throw e;
    } catch (FailedException e) {
      line(network, "a pass and three updates", e.getMessage());
    }
  }

  /** A pass and three updates for their hash, to compare processes. */
  public void hash(CheckedNetwork network) {
    String hash = Outcome.of(network.seeded(), tested.get()).hash();
    hash(network, hash, hash);
  }

  /**
   * A pass and three updates of plain Java against another reference.
   *
   * @param name of the reference
   */
  public void reference(
      CheckedNetwork network, String name, Function<SeededCase, Outcome> reference) {
    SeededCase seeded = network.seeded();
    Outcome expected = reference.apply(seeded);
    Replayed java = Outcome.replayed(seeded, expected.decisions());
    compare(
        network,
        "plain Java against " + name,
        java,
        new Compared(java.outcome(), expected, Limits.ofSums()));
    String alone = Outcome.of(seeded, new HostPrimitives()).hash();
    // With another's decisions the bits may be others.
    hash(network, alone, java.different() == 0 ? java.outcome().hash() : alone);
  }

  private void compare(CheckedNetwork network, String what, Replayed java, Compared pair) {
    Deviations deviations =
        Deviations.of(
            pair.found(),
            pair.expected(),
            network.seeded().parameters(),
            network.plan().layout().layers());
    List<String> problems = new ArrayList<>(deviations.beyond(pair.limits()));
    if (java.furthest() > TIE) {
      problems.add(
          "a decision of ReLU or a maximum is %.1e from a tie, more than %.1e"
              .formatted(java.furthest(), TIE));
    }
    line(
        network,
        "%s: %s; %d other decisions, up to %.1e from a tie"
            .formatted(what, deviations, java.different(), java.furthest()),
        String.join("; ", problems));
  }

  private void hash(CheckedNetwork network, String hash, String again) {
    line(
        network,
        "hash of three steps " + hash,
        again.equals(hash) ? "" : "the same steps differ numerically");
  }

  private void line(CheckedNetwork network, Result result) {
    line(network, result.name() + ": " + result.figure(), result.problem());
  }

  private void line(CheckedNetwork network, String text, String problem) {
    if (problem.isEmpty()) {
      lines.accept("ok   %s: %s".formatted(network.title(), text));
    } else {
      failures++;
      lines.accept("FAIL %s: %s: %s".formatted(network.title(), text, problem));
    }
  }
}
