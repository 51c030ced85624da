// SPDX-License-Identifier: Apache-2.0
package io.agegender.synthetic.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgeSpanTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"(0, 2)|0|2", "(25, 23)|23|25", "(60, 100)|60|100", "35|35|35", "(8, 23)|8|23"})
  void everySpellingIsRead(String label, int from, int to) {
    assertThat(AgeSpan.of(label, new SplittableRandom(1))).isEqualTo(new AgeSpan(from, to));
  }

  @ParameterizedTest
  @CsvSource({"None", "''", "unknown"})
  void withoutALabelTheClassIsDrawnByTheRealShares(String label) {
    SplittableRandom random = new SplittableRandom(1);
    int largest = 0;
    for (int i = 0; i < 2000; i++) {
      largest += AgeSpan.of(label, random).equals(new AgeSpan(25, 32)) ? 1 : 0;
    }
    double share = AgeSpan.realShare(4);
    assertThat(largest / 2000.0).isBetween(share - 0.04, share + 0.04);
  }

  @ParameterizedTest
  @CsvSource({"0, 2", "25, 32", "60, 100", "35, 35"})
  void yearsStayInTheSpan(int from, int to) {
    AgeSpan span = new AgeSpan(from, to);
    assertThat(span.years(0)).isEqualTo(from);
    assertThat(span.years(0.999)).isGreaterThan(from).isLessThan(to + 1);
  }
}
