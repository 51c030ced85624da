// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.check;

import io.agegender.engine.PlannedNetwork;
import io.agegender.engine.plan.NetworkPlan;
import io.agegender.engine.plan.NetworkPlan.PlanStep;
import io.agegender.network.definition.LayerDefinition.Pooling;
import io.agegender.network.definition.LayerDefinition.Relu;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an engine decided in a pass: which numbers ReLU let through, and which number of a pooling
 * window was the largest. Where two numbers are within rounding of each other, engines that add in
 * another order decide differently, and both are right; but the gradient of all layers before jumps
 * with each such decision, by one share in as many as the blob has.
 *
 * @param blobs by layer: what each layer with ReLU made, and what each pooling by maximum read. A
 *     layer that is not there decides for itself, and so does a ReLU whose number is not one
 */
public record Decisions(Map<String, float[]> blobs) {
  public Decisions {
    blobs = Map.copyOf(blobs);
  }

  /** The decisions of a network's last pass. */
  static Decisions of(NetworkPlan plan, PlannedNetwork network) {
    Map<String, float[]> blobs = new LinkedHashMap<>();
    deciding(plan).forEach(step -> blobs.computeIfAbsent(source(plan, step), network::blob));
    return new Decisions(blobs);
  }

  /** The layers whose blobs show a network's decisions. */
  public static List<String> layers(NetworkPlan plan) {
    return deciding(plan).stream().map(step -> source(plan, step)).distinct().toList();
  }

  /** The steps that decide, in the order of their execution. */
  static List<PlanStep> deciding(NetworkPlan plan) {
    return plan.steps().stream()
        .filter(step -> step.rectified() || step.definition() instanceof Relu || isMaximum(step))
        .toList();
  }

  /** The layer whose blob shows a step's decisions. */
  static String source(NetworkPlan plan, PlanStep step) {
    return plan.blobs().get(isMaximum(step) ? step.inputs().get(0) : step.output()).layer();
  }

  private static boolean isMaximum(PlanStep step) {
    return step.definition() instanceof Pooling pooling && pooling.method() == Pooling.Method.MAX;
  }
}
