// SPDX-License-Identifier: Apache-2.0
package io.agegender.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final double PUBLISHED = 0.514;

  @Test
  void withinTheToleranceIsReproducedTheEdgeIncluded() {
    assertThat(verdict(0.529)).isEqualTo(Verdict.Kind.REPRODUCED);
    assertThat(verdict(0.499)).isEqualTo(Verdict.Kind.REPRODUCED);
    assertThat(verdict(0.5291)).isEqualTo(Verdict.Kind.ABOVE);
    assertThat(verdict(0.4989)).isEqualTo(Verdict.Kind.BELOW);
  }

  @Test
  void theReasonSaysHowFarAndAboveIsSuspicious() {
    Verdict above = Verdict.of(OptionalDouble.of(0.6), PUBLISHED, 1.5, List.of());
    assertThat(above.kind().title()).isEqualTo("above (suspicious)");
    assertThat(above.reason())
        .startsWith("+8.6 points from the published 51.4, tolerance 1.5")
        .contains("test faces in training");
  }

  @Test
  void whatCannotBeComparedSaysEveryReason() {
    assertThat(
            Verdict.of(
                OptionalDouble.of(0.514),
                PUBLISHED,
                1.5,
                List.of("2 of 5 folds", "other schedule")))
        .isEqualTo(new Verdict(Verdict.Kind.NOT_COMPARABLE, "2 of 5 folds; other schedule"));
    assertThat(Verdict.of(OptionalDouble.empty(), PUBLISHED, 1.5, List.of()).kind())
        .isEqualTo(Verdict.Kind.NOT_COMPARABLE);
  }

  private static Verdict.Kind verdict(double own) {
    return Verdict.of(OptionalDouble.of(own), PUBLISHED, 1.5, List.of()).kind();
  }
}
