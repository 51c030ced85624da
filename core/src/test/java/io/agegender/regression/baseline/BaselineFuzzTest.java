// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression.baseline;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agegender.GoldenFile;
import io.agegender.testing.Fuzz;
import org.junit.jupiter.api.Test;

/** Damaged baselines: a value or a message. */
class BaselineFuzzTest {
  @Test
  void baselines() throws Exception {
    Fuzz.of("baseline.json", GoldenFile.text("baseline.json").getBytes(UTF_8))
        .run(2500, json -> RegressionJson.readBaseline(3, "baseline.json", json));
  }
}
