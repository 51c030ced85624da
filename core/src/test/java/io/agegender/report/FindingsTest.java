// SPDX-License-Identifier: Apache-2.0
package io.agegender.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.adience.Alignment;
import io.agegender.run.RunName;
import io.agegender.score.CropMode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class FindingsTest {
  @Test
  void tooGoodIsAFindingAsMuchAsTooBad() {
    assertThat(Findings.of(results(0.520, 0.870))).isEmpty();
    assertThat(Findings.of(results(0.450, 0.870)))
        .singleElement()
        .asString()
        .contains("accuracy: below", "-6.4 points");
    assertThat(Findings.of(results(0.600, 0.990)))
        .hasSize(2)
        .allMatch(f -> f.contains("above (suspicious)") && f.contains("test faces in training"))
        .anyMatch(f -> f.contains("1-off"));
  }

  @Test
  void whatCannotBeComparedIsNoFinding() {
    Verdict none = Verdict.notComparable("synthetic faces");
    assertThat(Findings.of(results(none, none))).isEmpty();
  }

  private static Results results(double accuracy, double oneOff) {
    return results(verdict(accuracy, 0.514), verdict(oneOff, 0.870));
  }

  private static Verdict verdict(double own, double published) {
    return Verdict.of(OptionalDouble.of(own), published, 1.5, List.of());
  }

  private static Results results(Verdict accuracy, Verdict oneOff) {
    Cell cell =
        new Cell(
            new CellKey(
                RunName.parse("age_net_definitions"), Alignment.ALIGNED, CropMode.OVERSAMPLE),
            "published",
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            accuracy,
            Optional.of(oneOff));
    return new Results(
        SelectionRule.LAST,
        "",
        1.5,
        Optional.of(PublishedTable.published()),
        List.of(cell),
        List.of(),
        List.of());
  }
}
