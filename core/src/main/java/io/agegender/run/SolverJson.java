// SPDX-License-Identifier: Apache-2.0
package io.agegender.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.foundation.json.JsonReader;
import io.agegender.network.solver.LearningRatePolicy;
import io.agegender.network.solver.LearningRatePolicy.Exponential;
import io.agegender.network.solver.LearningRatePolicy.Fixed;
import io.agegender.network.solver.LearningRatePolicy.Inverse;
import io.agegender.network.solver.LearningRatePolicy.MultiStep;
import io.agegender.network.solver.LearningRatePolicy.Polynomial;
import io.agegender.network.solver.LearningRatePolicy.Step;
import io.agegender.network.solver.SolverSettings;

/**
 * Owns the JSON of a solver in {@code run.json} and in a run's key. The policy {@code step} is not
 * named: runs were written before there was another.
 */
final class SolverJson {
  private SolverJson() {}

  static void write(SolverSettings solver, ObjectNode node) {
    node.put("base-learning-rate", solver.baseLearningRate());
    LearningRatePolicy policy = solver.policy();
    if (!(policy instanceof Step)) {
      node.put("policy", policy.key());
    }
    // Sealed, but a switch over its records needs Java 21.
    if (policy instanceof Step step) {
      node.put("gamma", step.gamma());
      node.put("step-size", step.stepSize());
    } else if (policy instanceof MultiStep multiStep) {
      node.put("gamma", multiStep.gamma());
      ArrayNode steps = node.putArray("steps");
      multiStep.steps().forEach(steps::add);
    } else if (policy instanceof Exponential exponential) {
      node.put("gamma", exponential.gamma());
    } else if (policy instanceof Inverse inverse) {
      node.put("gamma", inverse.gamma());
      node.put("power", inverse.power());
    } else if (policy instanceof Polynomial polynomial) {
      node.put("power", polynomial.power());
      node.put("policy-iterations", polynomial.iterations());
    }
    node.put("momentum", solver.momentum());
    node.put("weight-decay", solver.weightDecay());
  }

  static SolverSettings read(JsonReader solver) {
    return new SolverSettings(
        solver.get("base-learning-rate").number(),
        policy(solver),
        solver.get("momentum").number(),
        solver.get("weight-decay").number());
  }

  private static LearningRatePolicy policy(JsonReader solver) {
    String key = solver.find("policy").map(JsonReader::text).orElse("step");
    return switch (key) {
      case "fixed" -> new Fixed();
      case "step" -> new Step(solver.get("gamma").number(), solver.get("step-size").positive());
      case "multistep" ->
          new MultiStep(
              solver.get("gamma").number(), solver.get("steps").list(JsonReader::integer));
      case "exp" -> new Exponential(solver.get("gamma").number());
      case "inv" -> new Inverse(solver.get("gamma").number(), solver.get("power").number());
      case "poly" ->
          new Polynomial(solver.get("power").number(), solver.get("policy-iterations").positive());
      default -> throw solver.problem("unknown policy '%s' of the solver".formatted(key), null);
    };
  }
}
