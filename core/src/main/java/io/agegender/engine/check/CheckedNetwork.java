// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.check;

import io.agegender.engine.plan.NetworkPlan;
import io.agegender.network.definition.ResolvedNetwork;

/**
 * A network that is checked.
 *
 * @param title for a person
 * @param batch pictures in a minibatch where its speed is measured
 */
public record CheckedNetwork(String title, ResolvedNetwork network, int batch) {
  /** Multiplications of a picture from which on a network is large: VGG16 has three times these. */
  private static final long LARGE = 5_000_000_000L;

  NetworkPlan plan() {
    return NetworkPlan.of(network);
  }

  /** Pictures in a minibatch of the comparisons. */
  int pictures() {
    return isLarge() ? 1 : 2;
  }

  /** The case of the comparisons: each number moves by more than its resolution, none diverges. */
  public SeededCase seeded() {
    return new SeededCase(network, pictures(), isLarge() ? 1e-5 : 1e-4, 1);
  }

  private boolean isLarge() {
    return network.multiplications() > LARGE;
  }
}
