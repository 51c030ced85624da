// SPDX-License-Identifier: Apache-2.0
package io.agegender.score;

import io.agegender.engine.PlannedNetwork;
import io.agegender.engine.plan.NetworkPlan;
import io.agegender.engine.provider.EngineDevice;
import io.agegender.network.definition.ResolvedNetwork;
import io.agegender.training.FloatChunks;
import java.util.Arrays;

/**
 * A trained network on the device engine: its main head. Not thread-safe; used on the thread that
 * opened the device, which it closes.
 */
public final class EngineForward implements Forward {
  private final EngineDevice device;
  private final NetworkPlan plan;
  private final String head;
  private final int classes;
  private final float[] parameters;
  private PlannedNetwork network;
  private int[] labels = {};

  /** The network with given parameters. */
  public EngineForward(EngineDevice device, ResolvedNetwork network, FloatChunks parameters) {
    this.device = device;
    this.plan = NetworkPlan.of(network);
    this.head = network.heads().get(0).layer();
    this.classes =
        network.layers().stream()
            .filter(layer -> layer.name().equals(head))
            .findFirst()
            .orElseThrow()
            .output()
            .channels();
    this.parameters = parameters.toArray();
  }

  @Override
  public float[][] probabilities(float[] crops, int count) {
    if (network == null || labels.length != count) {
      free();
      labels = new int[count];
      network = PlannedNetwork.forPredictions(plan, count, device.primitives());
      network.parameters(parameters);
    }
    network.batch(crops, labels);
    float[] all = network.predict(head);
    float[][] rows = new float[count][];
    for (int i = 0; i < count; i++) {
      rows[i] = Arrays.copyOfRange(all, i * classes, (i + 1) * classes);
    }
    return rows;
  }

  @Override
  public void close() {
    try (device) {
      free();
    }
  }

  private void free() {
    if (network != null) {
      PlannedNetwork last = network;
      network = null;
      last.close();
    }
  }
}
