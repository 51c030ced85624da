// SPDX-License-Identifier: Apache-2.0
package io.agegender.score;

import io.agegender.adience.Alignment;
import io.agegender.adience.Target;
import io.agegender.dataset.format.Subset;
import io.agegender.run.RunName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/** Predictions made up for tests. */
public final class Made {
  /** A dataset's identity. */
  public static final String DATASET = "ab".repeat(32);

  /** What computed them. */
  public static final PredictionsHeader.Scoring SCORING =
      new PredictionsHeader.Scoring("made up for a test", OptionalInt.of(10));

  private Made() {}

  /** One prediction that is sure of a class. */
  public static Prediction sure(Target target, int face, String subject, int label, int predicted) {
    float[] probabilities = new float[target.classes()];
    probabilities[predicted] = 1;
    return new Prediction(face, subject, face + ".jpg", label, probabilities);
  }

  /** Rows of (label, predicted) for faces 0, 1, 2, ...; each its own subject. */
  public static List<Prediction> rows(Target target, int... labelsAndPredictions) {
    List<Prediction> rows = new ArrayList<>();
    for (int i = 0; i < labelsAndPredictions.length; i += 2) {
      rows.add(
          sure(target, i / 2, "s" + i / 2, labelsAndPredictions[i], labelsAndPredictions[i + 1]));
    }
    return rows;
  }

  /**
   * Random predictions with about the wished accuracy; wrong ones are mostly one class off.
   *
   * @param rows how many faces, 8 of each subject
   */
  public static List<Prediction> random(
      Target target, int testFold, int rows, double accuracy, long seed) {
    SplittableRandom faces = new SplittableRandom(1000 + testFold);
    SplittableRandom random = new SplittableRandom(seed * 31 + testFold);
    int classes = target.classes();
    List<Prediction> predictions = new ArrayList<>(rows);
    for (int i = 0; i < rows; i++) {
      int label = Math.min(faces.nextInt(classes + 2), classes - 1);
      int step = random.nextInt(5) == 0 ? 2 : 1;
      int wrong = label + (random.nextBoolean() ? step : -step);
      int predicted =
          random.nextDouble() < accuracy
              ? label
              : wrong < 0 || wrong >= classes ? label / 2 : wrong;
      float[] probabilities = new float[classes];
      float rest = 0.5f / classes;
      Arrays.fill(probabilities, rest);
      probabilities[predicted] = 0.5f + rest;
      predictions.add(
          new Prediction(
              100_000 * testFold + i, testFold + "-" + i / 8, i + ".jpg", label, probabilities));
    }
    return predictions;
  }

  public static PredictionsHeader header(String run, int testFold, long iteration) {
    RunName name = RunName.parse(run);
    Alignment test = name.alignment() == Alignment.MIXED ? Alignment.UNALIGNED : name.alignment();
    return new PredictionsHeader(
        name, testFold, Subset.TEST, test, iteration, DATASET, SCORING, "");
  }
}
