// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.adience.Alignment;
import io.agegender.adience.FoldRow;
import io.agegender.adience.Folds;
import io.agegender.adience.LabelPolicy;
import io.agegender.adience.Target;
import io.agegender.foundation.error.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SeededSplitsTest {
  /** 5 folds of 40 rows, 8 subjects each; every fifth row has no age, every seventh no gender. */
  private static final Folds FOLDS = folds();

  @Test
  void bothTargetsFilterOnePermutation() {
    for (Alignment alignment : Alignment.values()) {
      Split age = draw(rules(SplitRules.Validation.ROWS, 1), Target.AGE, alignment, 2);
      Split gender = draw(rules(SplitRules.Validation.ROWS, 1), Target.GENDER, alignment, 2);
      for (Subset list : Subset.values()) {
        List<String> ages = names(list.of(age));
        List<String> genders = names(list.of(gender));
        List<String> common = new ArrayList<>(ages);
        common.retainAll(genders);
        List<String> other = new ArrayList<>(genders);
        other.retainAll(ages);
        assertThat(common).isEqualTo(other).isNotEmpty();
      }
    }
  }

  @Test
  void sizesAreThoseOfTheRules() {
    // 160 rows in the pool: 16 validate, 1 is lost, 15 of the rest are the subset.
    SplitRules rules = rules(SplitRules.Validation.ROWS, 1);
    Split all =
        new SeededSplits(unlabelledAreZero(), LabelPolicy.ORIGINAL, rules)
            .split(Target.AGE, Alignment.ALIGNED, 0);
    assertThat(all.val()).hasSize(16);
    assertThat(all.train()).hasSize(160 - 17);
    assertThat(all.trainSubset()).hasSize(15).isEqualTo(all.train().subList(0, 15));
    assertThat(all.test()).hasSize(40);
    SplitRules fixed =
        new SplitRules(
            SplitRules.Validation.ROWS, 1, SplitRules.Duplicates.KEEP, SplitRules.OffByOne.FIX);
    Split whole =
        new SeededSplits(unlabelledAreZero(), LabelPolicy.ORIGINAL, fixed)
            .split(Target.AGE, Alignment.ALIGNED, 0);
    assertThat(whole.train()).hasSize(144);
    assertThat(whole.train().subList(1, 144)).isEqualTo(all.train());
    assertThat(whole.val()).isEqualTo(all.val());
    Split mixed =
        new SeededSplits(unlabelledAreZero(), LabelPolicy.ORIGINAL, rules)
            .split(Target.AGE, Alignment.MIXED, 0);
    assertThat(mixed.val()).hasSize(32);
    assertThat(mixed.train()).hasSize(320 - 33);
    assertThat(mixed.test()).hasSize(80);
  }

  @Property(tries = 20)
  void subjectDisjointValidationSharesNoSubject(
      @ForAll long seed, @ForAll @IntRange(max = 4) int testFold) {
    SplitRules rules = rules(SplitRules.Validation.SUBJECTS, seed);
    for (Alignment alignment : Alignment.values()) {
      Split split = draw(rules, Target.GENDER, alignment, testFold);
      SplitReport report =
          SplitReport.of(
              SplitReport.Rows.of(FOLDS, LabelPolicy.ORIGINAL),
              Target.GENDER,
              alignment,
              testFold,
              split);
      assertThat(report.overlaps().valTrain().subjects()).isZero();
      assertThat(report.pool().missing()).isZero();
      assertThat(split.val()).isNotEmpty();
      report.refuseLeaks();
    }
  }

  @Test
  void eachSeedAlignmentAndFoldIsADrawOfItsOwn() {
    SplitRules one = rules(SplitRules.Validation.ROWS, 1);
    assertThat(draw(one, Target.AGE, Alignment.ALIGNED, 0))
        .isEqualTo(draw(one, Target.AGE, Alignment.ALIGNED, 0))
        .isNotEqualTo(draw(rules(SplitRules.Validation.ROWS, 2), Target.AGE, Alignment.ALIGNED, 0));
    assertThat(rows(draw(one, Target.AGE, Alignment.ALIGNED, 0).train()))
        .isNotEqualTo(rows(draw(one, Target.AGE, Alignment.UNALIGNED, 0).train()));
  }

  @Test
  void repeatedRowsAreKeptOrDropped() {
    List<FoldRow> rows = new ArrayList<>(FOLDS.rows());
    FoldRow first = rows.get(1);
    rows.add(
        new FoldRow(
            first.fold(),
            999,
            first.user(),
            first.photo(),
            first.subject(),
            first.age(),
            first.gender()));
    Folds repeated = new Folds(FOLDS.ids(), rows, List.of());
    SplitRules keep = rules(SplitRules.Validation.ROWS, 1);
    SplitRules drop =
        new SplitRules(
            SplitRules.Validation.ROWS, 1, SplitRules.Duplicates.DROP, SplitRules.OffByOne.KEEP);
    int all = testSize(repeated, keep);
    assertThat(testSize(FOLDS, keep)).isEqualTo(all - 1).isEqualTo(testSize(repeated, drop));
  }

  @Test
  void theReportCountsWhatIsSharedAndRefusesASharedTest() {
    // Rows 0 and 1 are photos of one subject; row 40 is another fold's.
    List<Member> train = List.of(member(0), member(41));
    Split clean = new Split(train, List.of(member(1)), List.of(), List.of(member(80)));
    SplitReport report =
        SplitReport.of(
            SplitReport.Rows.of(FOLDS, LabelPolicy.ORIGINAL),
            Target.AGE,
            Alignment.ALIGNED,
            2,
            clean);
    assertThat(report.overlaps().valTrain()).isEqualTo(new Overlap(1, 0, 0, 0, 1));
    assertThat(report.overlaps().valTrain().subjectShare()).isEqualTo(1.0);
    report.refuseLeaks();
    Split leaking =
        new Split(
            train,
            List.of(),
            List.of(),
            List.of(new Member(41, Alignment.UNALIGNED, 0), member(80)));
    SplitReport leaks =
        SplitReport.of(
            SplitReport.Rows.of(FOLDS, LabelPolicy.ORIGINAL),
            Target.AGE,
            Alignment.MIXED,
            2,
            leaking);
    // The twin in the other alignment is the same face, though another picture.
    assertThat(leaks.overlaps().testTrain()).isEqualTo(new Overlap(2, 0, 1, 1, 1));
    assertThatThrownBy(leaks::refuseLeaks)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("age, mixed, test fold 2");
  }

  private enum Subset {
    TRAIN,
    VAL,
    TEST;

    List<Member> of(Split split) {
      return switch (this) {
        case TRAIN -> split.train();
        case VAL -> split.val();
        case TEST -> split.test();
      };
    }
  }

  private static Member member(int row) {
    return new Member(row, Alignment.ALIGNED, 0);
  }

  private static int testSize(Folds folds, SplitRules rules) {
    return new SeededSplits(folds, LabelPolicy.ORIGINAL, rules)
        .split(Target.GENDER, Alignment.ALIGNED, 0)
        .test()
        .size();
  }

  private static List<Integer> rows(List<Member> members) {
    return members.stream().map(Member::row).toList();
  }

  private static List<String> names(List<Member> members) {
    return members.stream().map(m -> m.row() + " " + m.alignment()).toList();
  }

  private static SplitRules rules(SplitRules.Validation validation, long seed) {
    return new SplitRules(validation, seed, SplitRules.Duplicates.KEEP, SplitRules.OffByOne.KEEP);
  }

  private static Split draw(SplitRules rules, Target target, Alignment alignment, int testFold) {
    return new SeededSplits(FOLDS, LabelPolicy.ORIGINAL, rules).split(target, alignment, testFold);
  }

  private static Folds folds() {
    List<FoldRow> rows = new ArrayList<>();
    for (int fold = 0; fold < 5; fold++) {
      for (int i = 0; i < 40; i++) {
        rows.add(
            new FoldRow(
                fold,
                i + 2,
                "user" + fold,
                "photo" + i + ".jpg",
                Integer.toString(fold * 100 + i / 5),
                i % 5 == 4 ? "35" : Target.AGE.labels().get(i % 8),
                i % 7 == 6 ? "u" : i % 2 == 0 ? "m" : "f"));
      }
    }
    return new Folds(List.of(0, 1, 2, 3, 4), rows, List.of());
  }

  private static Folds unlabelledAreZero() {
    List<FoldRow> rows =
        FOLDS.rows().stream()
            .map(
                r ->
                    new FoldRow(
                        r.fold(), r.line(), r.user(), r.photo(), r.subject(), "(0, 2)", "m"))
            .toList();
    Set<String> subjects = rows.stream().map(FoldRow::subject).collect(Collectors.toSet());
    assertThat(subjects).hasSize(40);
    return new Folds(FOLDS.ids(), rows, List.of());
  }
}
