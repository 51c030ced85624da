// SPDX-License-Identifier: Apache-2.0
package io.agegender.training.device;

import io.agegender.engine.PlannedNetwork;
import io.agegender.engine.Primitives;
import io.agegender.engine.plan.NetworkPlan;
import io.agegender.engine.provider.DeviceBytes;
import io.agegender.engine.provider.DeviceMemoryException;
import io.agegender.engine.provider.EngineDevice;
import io.agegender.engine.shape.SolverStep;
import io.agegender.foundation.error.FailedException;
import io.agegender.image.MeanImage;
import io.agegender.network.definition.ResolvedNetwork;
import io.agegender.network.solver.SolverSettings;
import io.agegender.training.FloatChunks;
import io.agegender.training.Minibatch;
import io.agegender.training.TrainingState;
import java.util.Arrays;
import java.util.List;

/**
 * A network on a device, its input and its solver. What it learns is a function of state and
 * minibatches alone. Used on the thread that opened the device, which it closes.
 */
public final class EngineLearner implements AutoCloseable {
  private final EngineDevice device;
  private final NetworkPlan plan;
  private final SolverSettings solver;
  private final StoredFaces faces;
  private final MeanImage mean;
  private Resident resident;

  /** What is on the device, for minibatches of one size. */
  private record Resident(int pictures, PlannedNetwork network, FaceFeed feed) {
    void close() {
      try (network;
          feed) {
        // The feed ends first: its reader fills memory of the network's device.
      }
    }
  }

  /**
   * What a worker learnt.
   *
   * @param state after its steps
   * @param losses of its minibatches, in order
   * @param seconds of each step: steps overlap, so each has the same share of the whole
   */
  public record Learnt(TrainingState state, double[] losses, double[] seconds) {}

  private EngineLearner(
      EngineDevice device,
      ResolvedNetwork network,
      SolverSettings solver,
      StoredFaces faces,
      MeanImage mean) {
    this.device = device;
    this.plan = NetworkPlan.of(network);
    this.solver = solver;
    this.faces = faces;
    this.mean = mean;
  }

  /**
   * Takes no memory of the device yet.
   *
   * @param device of this thread
   * @param faces of the dataset
   * @param mean the mean image of the run's training faces
   */
  public static EngineLearner of(
      EngineDevice device,
      ResolvedNetwork network,
      SolverSettings solver,
      StoredFaces faces,
      MeanImage mean) {
    return new EngineLearner(device, network, solver, faces, mean);
  }

  /**
   * Takes a worker's steps from a state.
   *
   * @param minibatches at least one
   * @throws io.agegender.foundation.error.FailedException if a record is damaged or the device
   *     fails
   */
  public Learnt learn(TrainingState start, List<Minibatch> minibatches) {
    int pictures = minibatches.get(0).samples().size();
    try {
      return learn(resident(pictures), start, minibatches);
    } catch (DeviceMemoryException e) {
      free(); // Its libraries take memory in passes, too.
      throw tooSmall(pictures, e);
    }
  }

  private Learnt learn(Resident at, TrainingState start, List<Minibatch> minibatches) {
    PlannedNetwork network = at.network();
    network.parameters(start.parameters().toArray());
    network.velocities(start.momentum().toArray());
    long began = System.nanoTime();
    at.feed().begin(minibatches);
    try {
      network.beginLosses(minibatches.size());
      for (Minibatch minibatch : minibatches) {
        at.feed().bring(network);
        network.pass(minibatch.dropoutSeed());
        network.keepLoss();
        network.update(step(minibatch.iteration()));
        at.feed().learnt();
      }
      double[] losses = network.losses();
      double[] seconds = new double[losses.length];
      Arrays.fill(seconds, (System.nanoTime() - began) / 1e9 / seconds.length);
      return new Learnt(
          new TrainingState(
              minibatches.get(minibatches.size() - 1).iteration() + 1,
              FloatChunks.of(network.parameters()),
              FloatChunks.of(network.velocities())),
          losses,
          seconds);
    } finally {
      at.feed().end();
    }
  }

  @Override
  public void close() {
    try (device) {
      free();
    }
  }

  private void free() {
    if (resident != null) {
      Resident last = resident;
      resident = null;
      last.close();
    }
  }

  private SolverStep step(int iteration) {
    return new SolverStep(
        (float) solver.learningRate(iteration),
        (float) solver.momentum(),
        (float) solver.weightDecay());
  }

  private Resident resident(int pictures) {
    if (resident != null && resident.pictures() != pictures) {
      free();
    }
    if (resident == null) {
      resident = made(pictures);
    }
    return resident;
  }

  private Resident made(int pictures) {
    Primitives primitives = device.primitives();
    PlannedNetwork network = new PlannedNetwork(plan, pictures, primitives);
    try {
      int size = plan.network().inputShape().size();
      FaceFeed feed = new FaceFeed(faces, mean, pictures, size, primitives, device::join);
      return new Resident(pictures, network, feed);
    } catch (RuntimeException e) {
      // A device keeps its memory until it is told.
      try (network) {
        throw e;
      }
    }
  }

  /** Its memory was given back. What is counted is not all, so what failed does not fit. */
  private FailedException tooSmall(int pictures, DeviceMemoryException e) {
    long free = device.freeBytes();
    int fits = DeviceBytes.largestBatch(plan, free + DeviceBytes.LIBRARIES);
    return new FailedException(
        "the GPU has %d MiB free, and training %s with %d faces a step takes %d MiB and what its libraries need: set the batch to %d or less (schedules.*.batch-size), or end what else runs there; %s"
            .formatted(
                free >> 20,
                plan.network().definition().name(),
                pictures,
                DeviceBytes.of(plan, pictures) >> 20,
                Math.min(fits, pictures - 1),
                e.getMessage()),
        e);
  }
}
