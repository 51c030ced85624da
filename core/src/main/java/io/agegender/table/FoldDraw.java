// SPDX-License-Identifier: Apache-2.0
package io.agegender.table;

import io.agegender.adience.FoldRow;
import io.agegender.adience.Labels;
import io.agegender.adience.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Draws folds by subject, balanced by class: subjects come in seeded order, those with the most
 * pictures first, and each goes where it leaves the classes spread most evenly over the folds. A
 * function of rows, number of folds and seed.
 *
 * @param folds how many there are
 * @param labels which labels count as which class
 */
record FoldDraw(int folds, Labels labels) {
  /** The rows with their folds, in the same order; a fold in the given ones does not count. */
  List<FoldRow> draw(List<FoldRow> rows, long seed) {
    int[] subjectOf = new int[rows.size()];
    int subjects = numberSubjects(rows, subjectOf);
    int[] first = new int[subjects + 1];
    for (int subject : subjectOf) {
      first[subject + 1]++;
    }
    Arrays.parallelPrefix(first, Integer::sum);
    int[] bySubject = new int[rows.size()];
    int[] next = first.clone();
    for (int row = 0; row < subjectOf.length; row++) {
      bySubject[next[subjectOf[row]]++] = row;
    }
    List<Integer> order = new ArrayList<>(subjects);
    for (int subject = 0; subject < subjects; subject++) {
      order.add(subject);
    }
    Collections.shuffle(order, new Random(seed));
    order.sort(Comparator.comparing((Integer s) -> first[s] - first[s + 1]));
    int[] foldOf = new int[subjects];
    Loads loads = new Loads(rows);
    for (int subject : order) {
      foldOf[subject] = loads.place(bySubject, first[subject], first[subject + 1]);
    }
    List<FoldRow> drawn = new ArrayList<>(rows.size());
    for (int row = 0; row < subjectOf.length; row++) {
      drawn.add(inFold(rows.get(row), foldOf[subjectOf[row]]));
    }
    return drawn;
  }

  private static int numberSubjects(List<FoldRow> rows, int[] numbers) {
    Map<String, Integer> known = new HashMap<>();
    for (int row = 0; row < numbers.length; row++) {
      Integer before = known.putIfAbsent(rows.get(row).subject(), known.size());
      numbers[row] = before == null ? known.size() - 1 : before;
    }
    return known.size();
  }

  private static FoldRow inFold(FoldRow row, int fold) {
    return new FoldRow(
        fold, row.line(), row.user(), row.photo(), row.subject(), row.age(), row.gender());
  }

  /** How many rows of each class are in each fold. */
  private final class Loads {
    private static final int GENDERS = 3;

    private final List<FoldRow> rows;
    private final long[][] counts;
    private final double[] totals;

    Loads(List<FoldRow> rows) {
      this.rows = rows;
      int classes = (labels.classes(Target.AGE).count() + 1) * GENDERS;
      this.counts = new long[folds][classes];
      this.totals = new double[classes];
      rows.forEach(row -> totals[classOf(row)]++);
    }

    /** Age and gender together; unknown is a class, too. */
    private int classOf(FoldRow row) {
      return (labels.classOf(Target.AGE, row) + 1) * GENDERS
          + labels.classOf(Target.GENDER, row)
          + 1;
    }

    /** Puts the rows of a subject into the fold where their classes are rarest. */
    int place(int[] bySubject, int from, int to) {
      int best = 0;
      double least = Double.MAX_VALUE;
      for (int fold = 0; fold < folds; fold++) {
        double load = 0;
        long size = 0;
        for (int i = from; i < to; i++) {
          int label = classOf(rows.get(bySubject[i]));
          load += counts[fold][label] / totals[label];
        }
        for (long count : counts[fold]) {
          size += count;
        }
        // Among folds that want the classes alike, the smallest.
        load += (to - from) * 1e-3 * size / rows.size();
        if (load < least) {
          least = load;
          best = fold;
        }
      }
      for (int i = from; i < to; i++) {
        counts[best][classOf(rows.get(bySubject[i]))]++;
      }
      return best;
    }
  }
}
