package io.agegender.run;

import static io.agegender.run.RunJson.field;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.network.solver.LearningRatePolicy;
import io.agegender.network.solver.LearningRatePolicy.Exponential;
import io.agegender.network.solver.LearningRatePolicy.Fixed;
import io.agegender.network.solver.LearningRatePolicy.Inverse;
import io.agegender.network.solver.LearningRatePolicy.MultiStep;
import io.agegender.network.solver.LearningRatePolicy.Polynomial;
import io.agegender.network.solver.LearningRatePolicy.Step;
import io.agegender.network.solver.SolverSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

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

  static SolverSettings read(JsonNode node) throws IOException {
    return new SolverSettings(
        number(node, "base-learning-rate"),
        policy(node),
        number(node, "momentum"),
        number(node, "weight-decay"));
  }

  private static LearningRatePolicy policy(JsonNode node) throws IOException {
    String key = node.path("policy").asText("step");
    return switch (key) {
      case "fixed" -> new Fixed();
      case "step" -> new Step(number(node, "gamma"), field(node, "step-size").asInt());
      case "multistep" -> {
        List<Integer> steps = new ArrayList<>();
        field(node, "steps").forEach(step -> steps.add(step.asInt()));
        yield new MultiStep(number(node, "gamma"), steps);
      }
      case "exp" -> new Exponential(number(node, "gamma"));
      case "inv" -> new Inverse(number(node, "gamma"), number(node, "power"));
      case "poly" ->
          new Polynomial(number(node, "power"), field(node, "policy-iterations").asInt());
      default -> throw new IOException("unknown policy '%s' of the solver".formatted(key));
    };
  }

  private static double number(JsonNode node, String name) throws IOException {
    return field(node, name).asDouble();
  }
}
