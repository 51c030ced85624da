// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.check;

import io.agegender.engine.PlannedNetwork;
import io.agegender.engine.Primitives;
import io.agegender.engine.plan.NetworkPlan;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What a network computed of a {@link SeededCase}.
 *
 * @param losses of the first pass and of each update's pass
 * @param gradients of the first pass, for the mean loss
 * @param parameters after the updates
 * @param velocities after the updates
 * @param decisions of the first pass
 */
public record Outcome(
    List<Double> losses,
    float[] gradients,
    float[] parameters,
    float[] velocities,
    Decisions decisions) {
  public Outcome {
    losses = List.copyOf(losses);
  }

  /**
   * An outcome of plain Java that decided as another engine did.
   *
   * @param different decisions that plain Java would have made differently
   * @param furthest the largest distance from a tie among these, as a share of the blob's largest
   *     number
   */
  public record Replayed(Outcome outcome, long different, double furthest) {}

  /**
   * Runs the case on plain Java, with another engine's decisions in the first pass: what is left
   * between both is rounding.
   */
  public static Replayed replayed(SeededCase seeded, Decisions decisions) {
    Replay replay = new Replay(NetworkPlan.of(seeded.network()), decisions);
    Outcome outcome = of(seeded, replay.primitives());
    return new Replayed(outcome, replay.different(), replay.furthest());
  }

  /**
   * Runs the case on the engine; closes the primitives.
   *
   * @param primitives of no other network
   */
  public static Outcome of(SeededCase seeded, Primitives primitives) {
    NetworkPlan plan = NetworkPlan.of(seeded.network());
    try (PlannedNetwork network = new PlannedNetwork(plan, seeded.pictures(), primitives)) {
      List<Double> losses = new ArrayList<>();
      network.parameters(seeded.parameters());
      pass(network, seeded, 0);
      losses.add(network.loss());
      float[] gradients = network.gradients();
      Decisions decisions = Decisions.of(plan, network);
      for (int number = 1; number <= SeededCase.UPDATES; number++) {
        pass(network, seeded, number);
        losses.add(network.loss());
        network.update(seeded.step());
      }
      return new Outcome(losses, gradients, network.parameters(), network.velocities(), decisions);
    }
  }

  /** SHA-256 of all numbers, to compare machines. */
  public String hash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      losses.forEach(loss -> digest.update(ByteBuffer.allocate(8).putDouble(loss).array()));
      for (float[] vector : List.of(gradients, parameters, velocities)) {
        ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
        for (float value : vector) {
          bytes.putFloat(value);
          if (!bytes.hasRemaining()) {
            digest.update(bytes.array());
            bytes.clear();
          }
        }
        digest.update(bytes.array(), 0, bytes.position());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each Java has SHA-256", e);
    }
  }

  private static void pass(PlannedNetwork network, SeededCase seeded, int number) {
    network.batch(seeded.batch(number), seeded.labels(number));
    network.pass(seeded.dropoutSeed(number));
  }
}
