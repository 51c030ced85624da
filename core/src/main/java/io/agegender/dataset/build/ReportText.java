// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset.build;

import io.agegender.adience.Alignment;
import io.agegender.adience.Target;
import io.agegender.adience.split.SplitReport;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/** The report as text: one table of rows, one of lists in the columns of the original's counts. */
final class ReportText {
  private ReportText() {}

  static String of(DatasetReport report) {
    StringBuilder text = new StringBuilder();
    text.append("Rows in = used + left out + rejected\n");
    text.append("target alignment      in   used left-out rejected  reasons\n");
    for (Accounting account : report.accounts()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-6s %-9s %7d %6d %8d %8d  %s\n",
              account.target().key(),
              account.alignment().key(),
              account.in(),
              account.used(),
              Accounting.total(account.leftOut()),
              Accounting.total(account.rejected()),
              reasons(account)));
    }
    text.append("\nLists (missing, both: age/gender; subject, twin: share of the age val rows");
    text.append(" known from train)\n");
    text.append("alignment fold |    age train   val subset  test |");
    text.append(" gender train   val subset  test |  pool tenth missing  both subject  twin\n");
    for (SplitReport age : report.splits()) {
      if (age.target() == Target.AGE) {
        text.append(line(age, partner(report, age.alignment(), age.testFold())));
      }
    }
    return text.toString();
  }

  private static String line(SplitReport age, SplitReport gender) {
    return String.format(
        Locale.ROOT,
        "%-9s %4d | %12d %5d %6d %5d | %12d %5d %6d %5d | %5d %5d %7s %5s %7s %5s\n",
        age.alignment().key(),
        age.testFold(),
        age.sizes().train(),
        age.sizes().val(),
        age.sizes().trainSubset(),
        age.sizes().test(),
        gender.sizes().train(),
        gender.sizes().val(),
        gender.sizes().trainSubset(),
        gender.sizes().test(),
        age.pool().pool(),
        age.pool().tenth(),
        age.pool().missing() + "/" + gender.pool().missing(),
        age.overlaps().valTrain().images() + "/" + gender.overlaps().valTrain().images(),
        share(age.overlaps().valTrain().subjectShare()),
        share(age.overlaps().valTrain().faceShare()));
  }

  private static SplitReport partner(DatasetReport report, Alignment alignment, int testFold) {
    return report.splits().stream()
        .filter(
            s ->
                s.target() == Target.GENDER
                    && s.alignment() == alignment
                    && s.testFold() == testFold)
        .findFirst()
        .orElseThrow();
  }

  private static String reasons(Accounting account) {
    StringBuilder reasons = new StringBuilder();
    for (SortedMap<String, Long> counts : List.of(account.leftOut(), account.rejected())) {
      counts.forEach(
          (reason, count) -> reasons.append(reason).append(' ').append(count).append("  "));
    }
    return reasons.toString().strip();
  }

  private static String share(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
