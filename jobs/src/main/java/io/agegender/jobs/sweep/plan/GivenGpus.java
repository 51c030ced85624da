// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep.plan;

import io.agegender.foundation.config.SettingsReader;
import io.agegender.network.definition.Architecture;
import java.util.Map;
import java.util.TreeMap;

/**
 * GPUs that a plan assumes instead of asking for them: section {@code gpu.plan}. A plan of them is
 * an estimate and says so.
 *
 * @param count how many; 0: those that Spark has
 * @param memory of each in bytes
 * @param averaging seconds of a round beyond its steps
 * @param rates images of training a second on one GPU; networks without one have no forecast
 */
public record GivenGpus(int count, long memory, double averaging, Map<Architecture, Double> rates) {
  private static final int MOST = 100_000;

  /** None. */
  public static final GivenGpus NONE = new GivenGpus(0, 0, 0, Map.of());

  static GivenGpus read(SettingsReader settings) {
    SettingsReader plan = settings.section("gpu.plan");
    Map<Architecture, Double> rates = new TreeMap<>();
    for (Architecture architecture : Architecture.values()) {
      String key = "rates." + architecture.key();
      double rate = plan.has(key) ? plan.number(key, r -> r >= 0, "0 or more") : 0;
      if (rate > 0) {
        rates.put(architecture, rate);
      }
    }
    return new GivenGpus(
        plan.whole("count", 0, MOST),
        plan.bytes("memory", 0, Long.MAX_VALUE),
        plan.number("averaging-seconds", s -> s >= 0, "seconds, 0 or more"),
        rates);
  }

  /** Whether there are any. */
  public boolean isGiven() {
    return count > 0;
  }

  /** What rounds of each network cost, by its rate. */
  Map<Architecture, RoundCost> costs() {
    Map<Architecture, RoundCost> costs = new TreeMap<>();
    rates.forEach(
        (architecture, rate) -> costs.put(architecture, new RoundCost(0, 1 / rate, averaging)));
    return costs;
  }
}
