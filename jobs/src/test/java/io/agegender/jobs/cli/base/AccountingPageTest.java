// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccountingPageTest {
  private static final String TEXT =
      """
      Rows in = used + left out + rejected
      target alignment      in   used left-out rejected  reasons
      age    aligned        35     33        2        0  NO_CLASS 2

      Lists (missing, both: age/gender; subject, twin: share of the age val rows known from train)
      alignment fold |    age train   val | missing  both subject  twin
      aligned      0 |           24     2 |     1/1   1/1   1.000 0.500
      mixed        1 |           46     5 |     1/1   1/1   0.600 0.625
      """;

  @Test
  void everyColumnIsExplainedAndTheLeakIsASentence() {
    assertThat(AccountingPage.of(TEXT))
        .contains("Lists of each test fold, in rows", "pool, tenth  ", "subject, twin  ")
        .contains("aligned      0 |           24     2 |     1/1   1/1   1.000 0.500")
        .contains("Leak: 60 to 100 % of val's age rows show a person whom train has")
        .contains("and 50 to 63 % a face that train has")
        .doesNotContain("(missing, both");
  }

  @Test
  void anotherTextStaysAsItIs() {
    assertThat(AccountingPage.of("rows 3\n")).isEqualTo("rows 3\n");
  }
}
