// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.graph;

import io.agegender.engine.check.Decisions;
import io.agegender.engine.check.Outcome;
import io.agegender.engine.check.SeededCase;
import io.agegender.engine.plan.NetworkPlan;
import io.agegender.engine.plan.NetworkPlan.PlanStep;
import io.agegender.engine.shape.DropoutMask;
import io.agegender.network.Networks;
import io.agegender.network.definition.LayerDefinition.Dropout;
import io.agegender.network.solver.LearningRatePolicy;
import io.agegender.network.solver.SolverSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What DL4J's graph computes of a {@link SeededCase}, with the engine's dropout masks. */
public final class GraphOutcome {
  private final SeededCase seeded;
  private final ComputationGraph network;
  private final Map<PlanStep, InjectedMask> masks = new HashMap<>();

  private GraphOutcome(SeededCase seeded) {
    this.seeded = seeded;
    SolverSettings solver =
        new SolverSettings(
            seeded.rate(), new LearningRatePolicy.Fixed(), seeded.momentum(), seeded.decay());
    network = new ComputationGraph(Networks.configuration(seeded.network(), solver, seeded.seed()));
    network.init();
    NetworkPlan plan = NetworkPlan.of(seeded.network());
    for (PlanStep step : plan.steps()) {
      if (step.definition() instanceof Dropout) {
        InjectedMask mask = new InjectedMask();
        masks.put(step, mask);
        layerWithDropout(step).setIDropout(mask);
      }
    }
  }

  /** Runs the case. */
  public static Outcome of(SeededCase seeded) {
    return new GraphOutcome(seeded).run();
  }

  private Layer layerWithDropout(PlanStep step) {
    String name = step.definition().name();
    boolean vertex = network.getConfiguration().getVertices().containsKey(name);
    String holder = vertex ? name : seeded.network().readers(name).get(0).definition().name();
    return network.getLayer(holder).conf().getLayer();
  }

  private Outcome run() {
    network.setParams(Nd4j.createFromArray(seeded.parameters()).reshape(1, -1));
    List<Double> losses = new ArrayList<>();
    masks(0);
    Decisions decisions = decisions();
    network.setInputs(pictures(0));
    network.setLabels(labels(0));
    network.computeGradientAndScore();
    losses.add(network.score());
    // DL4J sums over the minibatch and divides in the updater.
    float[] gradients = floats(network.getFlattenedGradients().div(seeded.pictures()));
    for (int number = 1; number <= SeededCase.UPDATES; number++) {
      masks(number);
      network.fit(new INDArray[] {pictures(number)}, labels(number));
      losses.add(network.score());
    }
    return new Outcome(
        losses,
        gradients,
        floats(network.params()),
        floats(network.getUpdater().getUpdaterStateViewArray()),
        decisions);
  }

  /** Of a forward pass of its own, whose bits are those of the pass with its gradients. */
  private Decisions decisions() {
    NetworkPlan plan = NetworkPlan.of(seeded.network());
    Map<String, INDArray> made = network.feedForward(pictures(0), true);
    Map<String, float[]> blobs = new HashMap<>();
    for (String layer : Decisions.layers(plan)) {
      if (made.containsKey(layer)) {
        blobs.put(layer, floats(made.get(layer).dup('c')));
      }
    }
    for (PlanStep step : masks.keySet()) {
      // DL4J drops in place: what was there is not known, and does not matter.
      float[] dropped = blobs.get(plan.blobs().get(step.inputs().get(0)).layer());
      float[] factors = factors(step, 0);
      for (int i = 0; dropped != null && i < dropped.length; i++) {
        dropped[i] = factors[i] == 0 ? Float.NaN : dropped[i];
      }
    }
    return new Decisions(blobs);
  }

  private void masks(int number) {
    masks.forEach((step, mask) -> mask.factors(Nd4j.createFromArray(factors(step, number))));
  }

  private float[] factors(PlanStep step, int number) {
    NetworkPlan plan = NetworkPlan.of(seeded.network());
    long count = plan.blobs().get(step.output()).shape().count() * seeded.pictures();
    float[] factors = new float[Math.toIntExact(count)];
    DropoutMask drawn =
        DropoutMask.of(
            seeded.dropoutSeed(number), step.output(), ((Dropout) step.definition()).ratio());
    for (int i = 0; i < factors.length; i++) {
      factors[i] = drawn.at(i);
    }
    return factors;
  }

  private INDArray pictures(int number) {
    var input = seeded.network().definition().input();
    return Nd4j.createFromArray(seeded.batch(number))
        .reshape(seeded.pictures(), input.channels(), input.size(), input.size());
  }

  private INDArray[] labels(int number) {
    INDArray oneHot = Nd4j.zeros(DataType.FLOAT, seeded.pictures(), seeded.classes());
    int[] labels = seeded.labels(number);
    for (int i = 0; i < labels.length; i++) {
      oneHot.putScalar(i, labels[i], 1);
    }
    return Collections.nCopies(seeded.network().heads().size(), oneHot).toArray(INDArray[]::new);
  }

  private static float[] floats(INDArray array) {
    return array.reshape(array.length()).toFloatVector();
  }
}
