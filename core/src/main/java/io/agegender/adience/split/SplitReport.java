// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience.split;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.agegender.adience.Alignment;
import io.agegender.adience.FoldRow;
import io.agegender.adience.Folds;
import io.agegender.adience.Labels;
import io.agegender.adience.Target;
import io.agegender.foundation.error.UsageException;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * The sizes of the lists of one target, alignment and test fold, and what they share; flat in JSON.
 *
 * @param target the target
 * @param alignment the alignment, mixed, too
 * @param testFold the test fold
 * @param sizes of the lists
 * @param pool what training and validation were taken from
 * @param overlaps what the lists share
 */
public record SplitReport(
    Target target,
    Alignment alignment,
    int testFold,
    @JsonUnwrapped Sizes sizes,
    @JsonUnwrapped Pool pool,
    @JsonUnwrapped Overlaps overlaps) {
  /**
   * Entries of the lists.
   *
   * @param train the training list
   * @param val the validation list
   * @param trainSubset the head of the training list
   * @param test the test list
   */
  public record Sizes(int train, int val, int trainSubset, int test) {
    private static Sizes of(Split split) {
      return new Sizes(
          split.train().size(),
          split.val().size(),
          split.trainSubset().size(),
          split.test().size());
    }
  }

  /**
   * What training and validation were taken from.
   *
   * @param pool entries of the other folds, whatever their labels: rows, or twice as many if mixed
   * @param tenth a tenth of the pool, rounded down
   * @param missing labelled entries of the pool that are in neither training nor validation
   */
  public record Pool(int pool, int tenth, int missing) {}

  /**
   * What the lists share.
   *
   * @param valTrain validation with training
   * @param testTrain the test with training
   * @param testVal the test with validation
   */
  public record Overlaps(Overlap valTrain, Overlap testTrain, Overlap testVal) {}

  /**
   * What lists are checked against: the rows and their labels.
   *
   * @param folds the rows
   * @param numbers of the same rows
   * @param labels which labels count
   * @param pictured whether there is a picture of a row in a stored alignment
   */
  public record Rows(
      Folds folds, RowNumbers numbers, Labels labels, BiPredicate<FoldRow, Alignment> pictured) {
    /** Rows that have a picture in each alignment. */
    public static Rows of(Folds folds, Labels labels) {
      return new Rows(folds, RowNumbers.of(folds.rows()), labels, (row, alignment) -> true);
    }
  }

  /** The report on the lists of a target, alignment and test fold. */
  public static SplitReport of(
      Rows of, Target target, Alignment alignment, int testFold, Split split) {
    List<FoldRow> rows = of.folds().rows();
    RowNumbers numbers = of.numbers();
    int pool = 0;
    int missing = 0;
    int[] unseen = new int[rows.size() * Overlap.ALIGNMENTS];
    for (int row = 0; row < rows.size(); row++) {
      FoldRow fields = rows.get(row);
      if (fields.fold() != testFold) {
        boolean labelled = of.labels().classOf(target, fields) != Labels.NO_CLASS;
        for (Alignment part : alignment.parts()) {
          if (of.pictured().test(fields, part)) {
            pool++;
            if (labelled) {
              unseen[Overlap.image(new Member(row, part, 0), numbers)]++;
              missing++;
            }
          }
        }
      }
    }
    for (List<Member> list : List.of(split.train(), split.val())) {
      for (Member member : list) {
        int image = Overlap.image(member, numbers);
        if (unseen[image] > 0) {
          unseen[image]--;
          missing--;
        }
      }
    }
    return new SplitReport(
        target,
        alignment,
        testFold,
        Sizes.of(split),
        new Pool(pool, pool / SplitRules.VALIDATION_DIVISOR, missing),
        new Overlaps(
            Overlap.of(split.val(), split.train(), numbers),
            Overlap.of(split.test(), split.train(), numbers),
            Overlap.of(split.test(), split.val(), numbers)));
  }

  /**
   * Refuses lists whose test faces are known from training or validation.
   *
   * @throws UsageException if the test shares a face, photo or subject with either
   */
  public void refuseLeaks() {
    Overlap testTrain = overlaps.testTrain();
    Overlap testVal = overlaps.testVal();
    if (!testTrain.isEmpty() || !testVal.isEmpty()) {
      throw new UsageException(
          ("the test list of %s, %s, test fold %d is not separate: of its %d entries %d share their subject, %d their photo and %d"
                  + " their face with training or validation. Repair the fold files or the lists")
              .formatted(
                  target.key(),
                  alignment.key(),
                  testFold,
                  sizes.test(),
                  Math.max(testTrain.subjects(), testVal.subjects()),
                  Math.max(testTrain.photos(), testVal.photos()),
                  Math.max(testTrain.faces(), testVal.faces())));
    }
  }
}
