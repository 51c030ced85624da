// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda;

import io.agegender.engine.plan.NetworkPlan;
import io.agegender.engine.provider.DeviceProviders;
import io.agegender.engine.provider.DeviceRequest;
import io.agegender.engine.provider.MathMode;
import io.agegender.image.MeanImage;
import io.agegender.image.Pixels;
import io.agegender.network.definition.NetworkBuilder;
import io.agegender.network.definition.NetworkBuilder.Learned;
import io.agegender.network.definition.ResolvedNetwork;
import io.agegender.network.definition.Window;
import io.agegender.network.solver.SolverSettings;
import io.agegender.score.EngineForward;
import io.agegender.training.AugmentedSample;
import io.agegender.training.FloatChunks;
import io.agegender.training.Minibatch;
import io.agegender.training.TrainingState;
import io.agegender.training.device.EngineLearner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Two rounds of training, fed as in a run, and predictions of what was learnt. */
final class PretendedTraining {
  private static final ResolvedNetwork NETWORK =
      ResolvedNetwork.of(
          new NetworkBuilder("little", 20)
              .convolution("c", 3, Window.of(5), Learned.gaussian(0.1, 0))
              .relu("r")
              .innerProduct("f", 3, Learned.gaussian(0.01, 0))
              .softmaxLoss("loss")
              .build());
  private static final int PICTURES = 4;
  private static final int STEPS = 7;

  private PretendedTraining() {}

  /**
   * @param arguments where the libraries are
   */
  public static void main(String[] arguments) {
    float[] expected = numbers("host", "");
    float[] found = numbers("cuda", arguments[0]);
    double furthest = 0;
    for (int i = 0; i < expected.length; i++) {
      double distance = Math.abs((double) found[i] - expected[i]) / (Math.abs(expected[i]) + 0.01);
      furthest = distance <= furthest ? furthest : distance;
    }
    System.err.println(furthest < 1e-4 ? "the same" : "furthest " + furthest);
    if (!Arrays.equals(found, numbers("cuda", arguments[0]))) {
      System.err.println("the second time gave other bits");
    }
  }

  private static float[] numbers(String primitives, String libraries) {
    List<String> folders = libraries.isEmpty() ? List.of() : List.of(libraries);
    DeviceRequest request = new DeviceRequest(0, MathMode.FP32, folders);
    List<Float> all = new ArrayList<>();
    TrainingState state = start();
    try (EngineLearner learner =
        EngineLearner.of(
            DeviceProviders.named(primitives).open(request),
            NETWORK,
            new SolverSettings(0.001, 0.1, 10, 0.9, 0.0005),
            (face, into) -> new Random(face).nextBytes(into),
            new MeanImage(new float[Pixels.RECORD]))) {
      for (int round = 0; round < 2; round++) {
        EngineLearner.Learnt learnt = learner.learn(state, minibatches(round));
        state = learnt.state();
        Arrays.stream(learnt.losses()).forEach(loss -> all.add((float) loss));
      }
    }
    try (EngineForward forward =
        new EngineForward(
            DeviceProviders.named(primitives).open(request), NETWORK, state.parameters())) {
      float[] crops = new float[5 * 3 * 20 * 20];
      for (int i = 0; i < crops.length; i++) {
        crops[i] = i % 119 - 60;
      }
      for (int count : new int[] {5, 2}) {
        float[] some = Arrays.copyOf(crops, count * 3 * 20 * 20);
        for (float[] row : forward.probabilities(some, count)) {
          for (float probability : row) {
            all.add(probability);
          }
        }
      }
    }
    for (float[] part : new float[][] {state.parameters().toArray(), state.momentum().toArray()}) {
      for (float number : part) {
        all.add(number);
      }
    }
    float[] numbers = new float[all.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = all.get(i);
    }
    return numbers;
  }

  private static TrainingState start() {
    float[] parameters = new float[Math.toIntExact(NetworkPlan.of(NETWORK).layout().count())];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) Math.sin(i) / 100;
    }
    return new TrainingState(
        0, FloatChunks.of(parameters), FloatChunks.of(new float[parameters.length]));
  }

  private static List<Minibatch> minibatches(int round) {
    Random random = new Random(round);
    List<Minibatch> minibatches = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      List<AugmentedSample> samples = new ArrayList<>();
      for (int i = 0; i < PICTURES; i++) {
        samples.add(new AugmentedSample(random.nextInt(50), i % 3, random.nextLong()));
      }
      minibatches.add(new Minibatch(round * STEPS + step, step, samples));
    }
    return minibatches;
  }
}
