// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression.baseline;

import static io.agegender.regression.baseline.SyntheticRuns.baseline;
import static io.agegender.regression.baseline.SyntheticRuns.dataset;
import static io.agegender.regression.baseline.SyntheticRuns.measure;
import static io.agegender.regression.baseline.SyntheticRuns.nightly;
import static io.agegender.regression.baseline.SyntheticRuns.train;
import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.regression.Agreement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegressionComparisonTest {
  private static final Map<String, String> FACTS =
      Map.of("settings.seed", "7", "nd4j.classifier", "linux-x86_64-onednn-avx2");

  @Test
  void theSameHashesAreIdenticalWhereverTheyWereMade() {
    RegressionComparison comparison =
        RegressionComparison.of(
            baseline(Bands.ZERO, dataset("aa"), train("p", 2, FACTS)),
            nightly(
                dataset("aa"), train("p", 2, Map.of("settings.seed", "7", "spark.master", "x"))));
    assertThat(comparison.agreement()).isEqualTo(Agreement.IDENTICAL);
    assertThat(comparison.first()).isEmpty();
    assertThat(comparison.withoutEffect().orElseThrow())
        .hasToString("nd4j.classifier: linux-x86_64-onednn-avx2, now (not noted)");
  }

  @Test
  void anotherMachineIsNothingToSpeakOfWhereTheBitsAreTheSame() {
    RegressionComparison comparison =
        RegressionComparison.of(
            baseline(Bands.ZERO, train("p", 2, Map.of("driver.host", "a", "git.dirty", "false"))),
            nightly(train("p", 2, Map.of("driver.host", "b", "git.dirty", "true"))));
    assertThat(comparison.withoutEffect()).isEmpty();
  }

  @Test
  void aFlippedBitInAShardIsNamedBeforeWhatFollowsFromIt() {
    RegressionComparison comparison =
        RegressionComparison.of(
            baseline(Bands.ZERO, dataset("aa"), train("p", 2, FACTS)),
            nightly(dataset("ab"), train("q", 2.5, FACTS)));
    assertThat(comparison.agreement()).isEqualTo(Agreement.DRIFT);
    CheckResult first = comparison.first().orElseThrow();
    assertThat(first.name()).isEqualTo("dataset");
    assertThat(first.explanation())
        .isEqualTo("shards/shard-00000.npy: aa, now ab; nothing in the provenance differs");
  }

  @Test
  void anotherClassifierIsTheFirstDifferenceInTheProvenance() {
    CheckResult result =
        RegressionComparison.of(
                baseline(Bands.ZERO, train("p", 2, FACTS)),
                nightly(
                    train(
                        "q",
                        2.001,
                        Map.of(
                            "settings.seed", "7", "nd4j.classifier", "linux-x86_64", "os", "?"))))
            .first()
            .orElseThrow();
    assertThat(result.explanation())
        .startsWith("loss to iteration 2: 2.0, now 2.001; ")
        .endsWith(
            "first difference in the provenance: nd4j.classifier: linux-x86_64-onednn-avx2, now linux-x86_64");
  }

  @Test
  void aBandHoldsFiguresWhereHashesDiffer() {
    Bands bands =
        new Bands(
            Map.of(
                "train/age",
                Map.of(measure("loss to iteration 2"), 0.01, measure("norm of conv1"), 0.0)),
            "made");
    Baseline baseline = baseline(bands, train("p", 2, FACTS));
    assertThat(RegressionComparison.of(baseline, nightly(train("q", 2.005, FACTS))).agreement())
        .isEqualTo(Agreement.WITHIN_BAND);
    assertThat(RegressionComparison.of(baseline, nightly(train("q", 2.02, FACTS))).agreement())
        .isEqualTo(Agreement.DRIFT);
    assertThat(
            RegressionComparison.of(baseline, nightly(train("q", Double.NaN, FACTS))).agreement())
        .isEqualTo(Agreement.DRIFT);
    // On a CPU the band is zero: the same figures with other bits differ numerically.
    assertThat(
            RegressionComparison.of(
                    baseline(Bands.ZERO, train("p", 2, FACTS)), nightly(train("q", 2, FACTS)))
                .agreement())
        .isEqualTo(Agreement.DRIFT);
  }

  @Test
  void checksThatOneSideLacksAreNotComparable() {
    RegressionComparison comparison =
        RegressionComparison.of(baseline(Bands.ZERO, dataset("aa")), nightly(train("p", 2, FACTS)));
    assertThat(comparison.agreement()).isEqualTo(Agreement.NOT_COMPARABLE);
    assertThat(comparison.results())
        .extracting(CheckResult::finding)
        .anyMatch(f -> f.contains("the baseline has no such check"))
        .anyMatch(f -> f.contains("this nightly run did not make it"));
  }

  @Test
  void aResumedRunMustEqualTheUndisturbedOneOfTheSameNight() {
    Check undisturbed = train("p", 2, FACTS);
    Check resumed = train("q", 2, FACTS).as("resumed/age", "train/age");
    // Even when the baseline had the same fault.
    CheckResult result =
        RegressionComparison.of(
                baseline(Bands.ZERO, undisturbed, resumed), nightly(undisturbed, resumed))
            .first()
            .orElseThrow();
    assertThat(result.name()).isEqualTo("resumed/age");
    assertThat(result.agreement()).isEqualTo(Agreement.DRIFT);
    assertThat(result.finding())
        .isEqualTo("differs from train/age of the same nightly run: parameters: p, now q");
  }

  @Test
  void implausiblyBetterThanPublishedIsAFinding() {
    RegressionRun nightly =
        new RegressionRun(
            SyntheticRuns.FIRST,
            SyntheticRuns.FIRST,
            List.of(dataset("aa")),
            List.of("age_net_definitions: above (suspicious)"),
            0,
            Optional.empty());
    CheckResult first =
        RegressionComparison.of(baseline(Bands.ZERO, dataset("aa")), nightly).first().orElseThrow();
    assertThat(first.name()).isEqualTo(RegressionComparison.PUBLISHED);
    assertThat(first.agreement()).isEqualTo(Agreement.DRIFT);
    assertThat(first.finding()).contains("above (suspicious)");
  }
}
