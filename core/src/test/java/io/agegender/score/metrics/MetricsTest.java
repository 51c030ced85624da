// SPDX-License-Identifier: Apache-2.0
package io.agegender.score.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.agegender.adience.ClassLabels;
import io.agegender.adience.Target;
import io.agegender.score.Made;
import io.agegender.score.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Every number here was computed with pencil and paper from the ten rows. */
class MetricsTest {
  /** (label, predicted) of ten faces; 5 hits, 3 one class off, one 2 off, one 4 off. */
  private static final List<Prediction> TEN =
      Made.rows(Target.AGE, 0, 0, 0, 1, 1, 1, 4, 4, 4, 4, 4, 5, 4, 0, 5, 5, 5, 4, 7, 5);

  @Test
  void everyFigureOfTenAgeRows() {
    Metrics metrics = Metrics.of(ClassLabels.of(Target.AGE), TEN);
    assertThat(metrics.rows()).isEqualTo(10);
    assertThat(metrics.accuracy()).isEqualTo(0.5);
    assertThat(metrics.oneOff()).hasValue(0.8);
    // (1 + 1 + 4 + 1 + 2) / 10 classes
    assertThat(metrics.meanAbsoluteClassError()).isEqualTo(0.9);
  }

  @Test
  void precisionRecallAndF1OfEachClass() {
    List<ClassMetrics> classes = Metrics.of(ClassLabels.of(Target.AGE), TEN).classes();
    // Class 0: 2 faces, 2 predictions, 1 hit.
    assertClass(classes.get(0), "(0, 2)", 2, 0.5, 0.5, 0.5);
    // Class 1: 1 face, 2 predictions, 1 hit: F1 = 2 / 3.
    assertClass(classes.get(1), "(4, 6)", 1, 0.5, 1, 2.0 / 3);
    // Class 4: 4 faces, 3 predictions, 2 hits: F1 = 4 / 7.
    assertClass(classes.get(4), "(25, 32)", 4, 2.0 / 3, 0.5, 4.0 / 7);
    // Class 5: 2 faces, 3 predictions, 1 hit: F1 = 2 / 5.
    assertClass(classes.get(5), "(38, 43)", 2, 1.0 / 3, 0.5, 0.4);
  }

  @Test
  void whatHasNoDenominatorIsEmptyAndNotZero() {
    List<ClassMetrics> classes = Metrics.of(ClassLabels.of(Target.AGE), TEN).classes();
    // Class 2: no face, no prediction.
    assertThat(classes.get(2).precision()).isEmpty();
    assertThat(classes.get(2).recall()).isEmpty();
    assertThat(classes.get(2).f1()).isEmpty();
    // Class 7: one face, never predicted.
    assertThat(classes.get(7).precision()).isEmpty();
    assertThat(classes.get(7).recall()).hasValue(0);
    assertThat(classes.get(7).f1()).hasValue(0);
  }

  @Test
  void rowsOfTheConfusionMatrixArePredictions() {
    ConfusionMatrix confusion = ConfusionMatrix.of(ClassLabels.of(Target.AGE), TEN);
    assertThat(confusion.count(5, 7)).as("predicted 5, truth 7").isEqualTo(1);
    assertThat(confusion.count(7, 5)).isZero();
    assertThat(confusion.predicted(4)).isEqualTo(3);
    assertThat(confusion.labelled(4)).isEqualTo(4);
    assertThat(confusion.counts()[0]).containsExactly(1, 0, 0, 0, 1, 0, 0, 0);
    assertThat(confusion.plus(confusion).count(4, 4)).isEqualTo(4);
  }

  @Test
  void duplicateRowsCountTwiceOrOnce() {
    List<Prediction> rows = new ArrayList<>(TEN);
    rows.add(TEN.get(0));
    assertThat(Metrics.of(ClassLabels.of(Target.AGE), rows).accuracy()).isEqualTo(6.0 / 11);
    Outcomes outcomes = Outcomes.of(ClassLabels.of(Target.AGE), rows, new Names());
    assertThat(Metrics.of(outcomes.confusion()))
        .isEqualTo(Metrics.of(ClassLabels.of(Target.AGE), rows));
    assertThat(Metrics.of(outcomes.distinctConfusion()))
        .isEqualTo(Metrics.of(ClassLabels.of(Target.AGE), TEN));
  }

  @Test
  void genderHasNoOneOff() {
    Metrics metrics =
        Metrics.of(ClassLabels.of(Target.GENDER), Made.rows(Target.GENDER, 0, 0, 1, 0, 1, 1));
    assertThat(metrics.oneOff()).isEmpty();
    assertThat(metrics.accuracy()).isCloseTo(2.0 / 3, within(1e-15));
    assertThat(metrics.meanAbsoluteClassError()).isCloseTo(1.0 / 3, within(1e-15));
  }

  @Test
  void noPredictionsHaveNoMetrics() {
    assertThatThrownBy(() -> Metrics.of(ClassLabels.of(Target.AGE), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no predictions");
  }

  private static void assertClass(
      ClassMetrics actual, String label, long faces, double precision, double recall, double f1) {
    assertThat(actual.label()).isEqualTo(label);
    assertThat(actual.faces()).isEqualTo(faces);
    assertClose(actual.precision(), precision);
    assertClose(actual.recall(), recall);
    assertClose(actual.f1(), f1);
  }

  private static void assertClose(OptionalDouble actual, double expected) {
    assertThat(actual.orElseThrow()).isCloseTo(expected, within(1e-15));
  }
}
