// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.people;

import io.agegender.adience.ClassLabels;
import io.agegender.adience.Target;
import io.agegender.score.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * The figures of one group of people.
 *
 * @param group its label
 * @param faces predictions of its faces
 * @param accuracy the share of right ones, 0 to 1
 * @param oneOff the share of those at most one age group off; age only
 */
public record GroupFigure(String group, long faces, double accuracy, OptionalDouble oneOff) {
  /**
   * Figures by the label of another target; faces that have none are left out.
   *
   * @param groupOf the class of a prediction's face for the other target, or below 0
   */
  static List<GroupFigure> of(
      Target target,
      ClassLabels by,
      List<Prediction> predictions,
      ToIntFunction<Prediction> groupOf) {
    TreeMap<Integer, List<Prediction>> groups = new TreeMap<>();
    for (Prediction prediction : predictions) {
      int group = groupOf.applyAsInt(prediction);
      if (group >= 0) {
        groups.computeIfAbsent(group, g -> new ArrayList<>()).add(prediction);
      }
    }
    List<GroupFigure> figures = new ArrayList<>();
    groups.forEach(
        (group, members) ->
            figures.add(
                new GroupFigure(
                    by.labels().get(group),
                    members.size(),
                    within(members, 0),
                    target == Target.AGE
                        ? OptionalDouble.of(within(members, 1))
                        : OptionalDouble.empty())));
    return List.copyOf(figures);
  }

  /** The share of predictions that are at most so many classes off. */
  static double within(List<Prediction> predictions, int classes) {
    return predictions.stream()
        .mapToInt(p -> Math.abs(p.predicted() - p.label()) <= classes ? 1 : 0)
        .average()
        .orElse(0);
  }
}
