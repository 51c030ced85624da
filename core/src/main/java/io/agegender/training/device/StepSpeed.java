// SPDX-License-Identifier: Apache-2.0
package io.agegender.training.device;

import io.agegender.engine.PlannedNetwork;
import io.agegender.engine.Primitives;
import io.agegender.engine.plan.NetworkPlan;
import io.agegender.engine.provider.EngineDevice;
import io.agegender.engine.shape.SolverStep;
import io.agegender.image.MeanImage;
import io.agegender.image.Pixels;
import io.agegender.training.AugmentedSample;
import io.agegender.training.Minibatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * How fast a device trains a network, with synthetic faces.
 *
 * @param alone pictures a second with one minibatch that stays on the device
 * @param fed pictures a second with minibatches that are read, copied and cropped; from memory,
 *     without a disk
 * @param bytes of the device's memory that the training took, with all that its libraries load
 */
public record StepSpeed(double alone, double fed, long bytes) {
  private static final int WARM = 5;
  private static final int FACES = 64;

  /** So small that weights stay what they are, whatever the number of steps. */
  private static final SolverStep STEP = new SolverStep(1e-12f, 0.9f, 5e-4f);

  /**
   * Measures on an idle device.
   *
   * @param pictures in a minibatch
   * @param parameters of the network, in the plan's order
   * @param steps that are timed, at least 1
   */
  public static StepSpeed of(
      EngineDevice device, NetworkPlan plan, int pictures, float[] parameters, int steps) {
    long free = device.freeBytes();
    Primitives primitives = device.primitives();
    try (PlannedNetwork network = new PlannedNetwork(plan, pictures, primitives);
        FaceFeed feed =
            new FaceFeed(
                new Faces(),
                new MeanImage(new float[Pixels.RECORD]),
                pictures,
                plan.network().inputShape().size(),
                primitives,
                device::join)) {
      network.parameters(parameters);
      feed.begin(round(pictures, WARM));
      run(network, WARM, feed);
      network.loss();
      long bytes = free - device.freeBytes();
      // The last minibatch stays.
      double alone = rate(network, pictures, steps, null);
      feed.begin(round(pictures, steps));
      double fed = rate(network, pictures, steps, feed);
      return new StepSpeed(alone, fed, bytes);
    }
  }

  private static double rate(PlannedNetwork network, int pictures, int steps, FaceFeed feed) {
    long began = System.nanoTime();
    run(network, steps, feed);
    network.loss(); // Waits for the device.
    return steps * pictures / ((System.nanoTime() - began) / 1e9);
  }

  /**
   * @param feed null for the minibatch that is there
   */
  private static void run(PlannedNetwork network, int steps, FaceFeed feed) {
    for (int step = 0; step < steps; step++) {
      if (feed != null) {
        feed.bring(network);
      }
      network.pass(step);
      network.update(STEP);
      if (feed != null) {
        feed.learnt();
      }
    }
  }

  private static List<Minibatch> round(int pictures, int steps) {
    Random random = new Random(5);
    List<Minibatch> round = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      List<AugmentedSample> samples = new ArrayList<>();
      for (int i = 0; i < pictures; i++) {
        samples.add(new AugmentedSample(random.nextInt(FACES), i % 2, random.nextLong()));
      }
      round.add(new Minibatch(step, step, samples));
    }
    return round;
  }

  /** Faces of noise, in memory. */
  private static final class Faces implements StoredFaces {
    private final byte[][] records = new byte[FACES][Pixels.RECORD];

    Faces() {
      Random random = new Random(7);
      for (byte[] record : records) {
        random.nextBytes(record);
      }
    }

    @Override
    public void read(int face, byte[] into) {
      System.arraycopy(records[face], 0, into, 0, into.length);
    }
  }
}
