// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.heatmap;

import io.agegender.adience.Target;
import io.agegender.dataset.Dataset;
import io.agegender.dataset.format.Face;
import io.agegender.dataset.format.Sample;
import io.agegender.foundation.error.UsageException;
import io.agegender.heatmap.FaceExplainer.Subject;
import io.agegender.score.Prediction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Which faces of a list are explained. */
final class FaceChoice {
  private FaceChoice() {}

  /**
   * Faces of each true class out of a list, by seed; half of them right and half wrong where the
   * list was scored and there are so many. In the order of classes, then of the list.
   *
   * @param predictions by face; empty: the list was not scored
   */
  static List<FaceTask> byClass(
      Dataset data,
      Target target,
      List<Sample> samples,
      Map<Integer, Prediction> predictions,
      int perClass,
      long seed) {
    List<FaceTask> chosen = new ArrayList<>();
    for (int label = 0; label < data.classes(target).count(); label++) {
      List<Sample> right = new ArrayList<>();
      List<Sample> wrong = new ArrayList<>();
      Set<Integer> seen = new HashSet<>();
      for (Sample sample : samples) {
        if (sample.label() == label && seen.add(sample.face())) {
          Prediction prediction = predictions.get(sample.face());
          (prediction == null || prediction.predicted() == label ? right : wrong).add(sample);
        }
      }
      if (perClass < seen.size()) {
        Collections.shuffle(right, new Random(seed + label));
        Collections.shuffle(wrong, new Random(seed + label));
        int fewWrong = Math.min(wrong.size(), perClass / 2);
        int ofRight = Math.min(right.size(), perClass - fewWrong);
        right = right.subList(0, ofRight);
        wrong = wrong.subList(0, Math.min(wrong.size(), perClass - ofRight));
      }
      Set<Integer> wanted = new HashSet<>();
      right.forEach(sample -> wanted.add(sample.face()));
      wrong.forEach(sample -> wanted.add(sample.face()));
      for (Sample sample : samples) {
        if (sample.label() == label && wanted.remove(sample.face())) {
          chosen.add(task(data.faces().get(sample.face()), label));
        }
      }
    }
    return chosen;
  }

  /**
   * Single faces.
   *
   * @param names {@code SUBJECT/PHOTO}
   * @throws UsageException if one is not in the list
   */
  static List<FaceTask> named(Dataset data, List<Sample> samples, List<String> names) {
    List<FaceTask> chosen = new ArrayList<>();
    for (String name : names) {
      Sample found =
          samples.stream()
              .filter(s -> caption(data.faces().get(s.face())).equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new UsageException(
                          "--face %s: no such face in the list; it is SUBJECT/PHOTO of the index, such as %s"
                              .formatted(
                                  name,
                                  samples.isEmpty()
                                      ? "1/photo.jpg"
                                      : caption(data.faces().get(samples.get(0).face())))));
      chosen.add(task(data.faces().get(found.face()), found.label()));
    }
    return chosen;
  }

  private static String caption(Face face) {
    return face.key().subject() + "/" + face.key().photo();
  }

  private static FaceTask task(Face face, int label) {
    String name = "%06d".formatted(face.id());
    return new FaceTask(new Subject(name, caption(face), face.id(), label), new byte[0]);
  }
}
