// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.GoldenFile;
import org.junit.jupiter.api.Test;

/** A baseline as users have it on disk. */
class BaselineGoldenTest {
  @Test
  void baselinesOfTodayAreReadForever() {
    Baseline baseline =
        GoldenFile.check(
            "baseline.json",
            json -> RegressionJson.readBaseline(3, "baseline.json", json),
            RegressionJson::write,
            "record one with this program: nightly --accept");
    assertThat(baseline.number()).isEqualTo(3);
    assertThat(baseline.checks()).hasSize(4);
    assertThat(baseline.checks().get(1).twin()).contains("train/age");
    assertThat(baseline.bands().isZero()).isFalse();
  }
}
