// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience.split;

import io.agegender.adience.Alignment;
import io.agegender.adience.FoldRow;
import io.agegender.adience.Folds;
import io.agegender.adience.LabelPolicy;
import io.agegender.adience.Target;

import io.agegender.foundation.error.UsageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The sizes of the lists of one target, alignment and test fold, and what they share.
 *
 * @param target the target
 * @param alignment the alignment, mixed, too
 * @param testFold the test fold
 * @param train entries of the training list
 * @param val entries of the validation list
 * @param trainSubset entries of the head of the training list
 * @param test entries of the test list
 * @param pool entries of the other folds, whatever their labels: rows, or twice as many if mixed
 * @param tenth a tenth of the pool, rounded down
 * @param missing labelled entries of the pool that are in neither training nor validation
 * @param valTrain what validation shares with training
 * @param testTrain what the test shares with training
 * @param testVal what the test shares with validation
 */
public record SplitReport(
    Target target,
    Alignment alignment,
    int testFold,
    int train,
    int val,
    int trainSubset,
    int test,
    int pool,
    int tenth,
    int missing,
    Overlap valTrain,
    Overlap testTrain,
    Overlap testVal) {
  /**
   * @param folds the rows
   * @param labels which labels count
   * @param split the lists
   */
  public static SplitReport of(
      Folds folds,
      LabelPolicy labels,
      Target target,
      Alignment alignment,
      int testFold,
      Split split) {
    List<FoldRow> rows = folds.rows();
    int pool = 0;
    Map<Object, Integer> unseen = new HashMap<>();
    for (FoldRow row : rows) {
      if (row.fold() != testFold) {
        pool += alignment.parts().size();
        if (labels.classOf(target, row) != LabelPolicy.NO_CLASS) {
          alignment
              .parts()
              .forEach(part -> unseen.merge(List.of(row.face(), part), 1, Integer::sum));
        }
      }
    }
    List<Member> seen = new ArrayList<>(split.train());
    seen.addAll(split.val());
    for (Member member : seen) {
      unseen.computeIfPresent(
          List.of(rows.get(member.row()).face(), member.alignment()),
          (image, count) -> count > 1 ? count - 1 : null);
    }
    return new SplitReport(
        target,
        alignment,
        testFold,
        split.train().size(),
        split.val().size(),
        split.trainSubset().size(),
        split.test().size(),
        pool,
        pool / SplitRules.VALIDATION_DIVISOR,
        unseen.values().stream().mapToInt(Integer::intValue).sum(),
        Overlap.of(split.val(), split.train(), rows),
        Overlap.of(split.test(), split.train(), rows),
        Overlap.of(split.test(), split.val(), rows));
  }

  /**
   * Refuses lists whose test faces are known from training or validation.
   *
   * @throws UsageException if the test shares a face, photo or subject with either
   */
  public void refuseLeaks() {
    if (!testTrain.isEmpty() || !testVal.isEmpty()) {
      throw new UsageException(
          ("the test list of %s, %s, test fold %d is not separate: of its %d entries %d share their subject, %d their photo and %d"
                  + " their face with training or validation. Repair the fold files or the lists")
              .formatted(
                  target.key(),
                  alignment.key(),
                  testFold,
                  test,
                  Math.max(testTrain.subjects(), testVal.subjects()),
                  Math.max(testTrain.photos(), testVal.photos()),
                  Math.max(testTrain.faces(), testVal.faces())));
    }
  }
}
