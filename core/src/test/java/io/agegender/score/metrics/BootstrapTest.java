// SPDX-License-Identifier: Apache-2.0
package io.agegender.score.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.agegender.adience.ClassLabels;
import io.agegender.adience.Target;
import io.agegender.score.Made;
import io.agegender.score.Prediction;
import io.agegender.score.metrics.Outcomes.SubjectTally;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private static final Bootstrap BOOTSTRAP = new Bootstrap(4000, 0.95, 7);

  @Test
  void agreesWithTheNormalApproximationWhereThatHolds() {
    // 400 subjects with one face each, 60 % hits: standard error sqrt(0.24 / 400) = 0.0245.
    List<SubjectTally> fold =
        IntStream.range(0, 400).mapToObj(i -> new SubjectTally(1, i % 5 < 3 ? 1 : 0)).toList();
    Bootstrap.Interval interval = BOOTSTRAP.interval(List.of(fold));
    assertThat(interval.lower()).isCloseTo(0.6 - 1.96 * 0.0245, within(0.005));
    assertThat(interval.upper()).isCloseTo(0.6 + 1.96 * 0.0245, within(0.005));
  }

  @Test
  void facesOfOneSubjectAreNotIndependent() {
    // The same 400 faces, but ten to a subject and all hit or none: 40 independent draws only.
    List<SubjectTally> fold =
        IntStream.range(0, 40).mapToObj(i -> new SubjectTally(10, i % 5 < 3 ? 10 : 0)).toList();
    Bootstrap.Interval interval = BOOTSTRAP.interval(List.of(fold));
    assertThat(interval.upper() - interval.lower()).isCloseTo(2 * 1.96 * 0.0775, within(0.03));
  }

  @Test
  void foldsAreWeightedAlikeAndTheSeedDecides() {
    List<SubjectTally> sure = Collections.nCopies(500, new SubjectTally(3, 3));
    List<SubjectTally> wrong = Collections.nCopies(5, new SubjectTally(2, 0));
    Bootstrap.Interval interval = BOOTSTRAP.interval(List.of(sure, wrong));
    assertThat(interval.lower()).isEqualTo(0.5);
    assertThat(interval.upper()).isEqualTo(0.5);

    List<SubjectTally> mixed =
        List.of(new SubjectTally(3, 1), new SubjectTally(5, 4), new SubjectTally(1, 0));
    assertThat(BOOTSTRAP.interval(List.of(mixed))).isEqualTo(BOOTSTRAP.interval(List.of(mixed)));
    assertThat(new Bootstrap(4000, 0.5, 7).interval(List.of(mixed)).lower())
        .isGreaterThan(BOOTSTRAP.interval(List.of(mixed)).lower());
  }

  @Test
  void subjectsAreTalliedExactlyAndOneOff() {
    List<Prediction> rows =
        List.of(
            Made.sure(Target.AGE, 0, "b", 3, 3),
            Made.sure(Target.AGE, 1, "a", 3, 4),
            Made.sure(Target.AGE, 2, "b", 3, 5),
            Made.sure(Target.AGE, 3, "b", 3, 2));
    Outcomes outcomes = Outcomes.of(ClassLabels.of(Target.AGE), rows, new Names());
    assertThat(outcomes.tallies(0)).containsExactly(new SubjectTally(3, 1), new SubjectTally(1, 0));
    assertThat(outcomes.tallies(1)).containsExactly(new SubjectTally(3, 2), new SubjectTally(1, 1));
  }

  @Test
  void refusesEmptyFoldsAndSenselessSettings() {
    assertThatThrownBy(() -> BOOTSTRAP.interval(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Bootstrap(10, 0.95, 1)).hasMessageContaining("10 resamples");
    assertThatThrownBy(() -> new Bootstrap(1000, 1, 1)).hasMessageContaining("confidence 1");
  }
}
