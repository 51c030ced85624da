// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition.prototxt;

import io.agegender.network.solver.LearningRatePolicy;
import io.agegender.network.solver.LearningRatePolicy.Exponential;
import io.agegender.network.solver.LearningRatePolicy.Inverse;
import io.agegender.network.solver.LearningRatePolicy.MultiStep;
import io.agegender.network.solver.LearningRatePolicy.Polynomial;
import io.agegender.network.solver.LearningRatePolicy.Step;

/** Writes solver files; what {@link SolverReader} reads of one is the same solver. */
public final class SolverWriter {
  private SolverWriter() {}

  /**
   * @param snapshotPrefix start of the names of Caffe's snapshots
   */
  public static String write(SolverDefinition solver, String snapshotPrefix) {
    TextBuilder text = new TextBuilder();
    solver.net().ifPresent(net -> text.text("net", net));
    text.number("base_lr", solver.solver().baseLearningRate());
    policy(text, solver.solver().policy());
    text.value("max_iter", solver.iterations())
        .number("momentum", solver.solver().momentum())
        .number("weight_decay", solver.solver().weightDecay())
        .value("display", 20)
        .value("snapshot", solver.snapshotInterval())
        .text("snapshot_prefix", snapshotPrefix);
    return text.toString();
  }

  private static void policy(TextBuilder text, LearningRatePolicy policy) {
    text.text("lr_policy", policy.key());
    if (policy instanceof Step step) {
      text.number("gamma", step.gamma()).value("stepsize", step.stepSize());
    } else if (policy instanceof MultiStep multiStep) {
      text.number("gamma", multiStep.gamma());
      multiStep.steps().forEach(step -> text.value("stepvalue", step));
    } else if (policy instanceof Exponential exponential) {
      text.number("gamma", exponential.gamma());
    } else if (policy instanceof Inverse inverse) {
      text.number("gamma", inverse.gamma()).number("power", inverse.power());
    } else if (policy instanceof Polynomial polynomial) {
      text.number("power", polynomial.power());
    }
  }
}
