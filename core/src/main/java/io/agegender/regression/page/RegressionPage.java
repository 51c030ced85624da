// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression.page;

import io.agegender.regression.Difference;
import io.agegender.regression.Measure;
import io.agegender.regression.baseline.Bands;
import io.agegender.regression.baseline.CheckResult;
import io.agegender.regression.baseline.RegressionComparison;
import io.agegender.regression.baseline.RegressionRun;
import io.agegender.regression.history.HistoryLine;
import io.agegender.regression.history.HistoryTable;
import io.agegender.regression.history.Slowdown;
import io.agegender.regression.history.Stamps;
import io.agegender.regression.history.TrendSettings;
import io.agegender.report.render.Html;
import io.agegender.report.render.HtmlTable;
import java.util.List;
import java.util.Locale;

/**
 * The last nightly run and all nightly runs before it as one HTML page that needs nothing else:
 * verdicts, what differed, and how speed and memory went.
 */
public final class RegressionPage {
  private static final String STYLE =
      """
      .verdict.same, .verdict.accepted, .verdict.identical, .verdict.within-band { color: #0a5c2b; background: #e3f6e8; }
      .verdict.drift, .verdict.failed, .verdict.killed { color: #9a1c1c; background: #fdeaea; }
      .verdict.slower { color: #7a4300; background: #fff1dc; }
      td.reason { min-width: 22rem; overflow-wrap: anywhere; }
      """;
  private static final int MOST_RUNS = 60;

  private final Html html = Html.page("agegender: nightly runs", STYLE);
  private final List<HistoryLine> lines;
  private final TrendSettings trend;

  private RegressionPage(List<HistoryLine> lines, TrendSettings trend) {
    this.lines = lines;
    this.trend = trend;
  }

  /**
   * @param lines the history, this nightly run last
   * @param nightly the last nightly run
   * @param comparison with the baseline
   * @param bands what was allowed to differ
   * @param notes what else happened, such as a torn line that was moved aside
   */
  public static String render(
      List<HistoryLine> lines,
      RegressionRun nightly,
      RegressionComparison comparison,
      Bands bands,
      List<String> notes,
      TrendSettings trend) {
    RegressionPage page = new RegressionPage(lines, trend);
    page.head(nightly, bands, notes);
    page.checks(comparison);
    page.runs();
    page.trends();
    return page.html.end();
  }

  private void head(RegressionRun nightly, Bands bands, List<String> notes) {
    HistoryLine last = lines.get(lines.size() - 1);
    html.open("main").element("h1", "Nightly run of " + Stamps.shown(nightly.started()) + " UTC");
    html.open("p");
    verdict(last.outcome().key());
    Slowdown.of(lines.subList(0, lines.size() - 1), last, trend)
        .forEach(s -> html.element("span", "slower: " + s, "class", "verdict slower"));
    html.close();
    if (!last.reason().isEmpty()) {
      html.warning(last.reason());
    }
    notes.forEach(html::warning);
    html.conventions(
        List.of(
            String.format(
                Locale.ROOT,
                "%.1f minutes, at most %.2f GiB resident in the driver's process",
                nightly.seconds() / 60,
                nightly.peakResidentBytes() / (double) (1L << 30)),
            "baseline %s, commit %s"
                .formatted(
                    last.baseline() == 0 ? "none" : last.baseline(),
                    HistoryTable.shortened(last.commit())),
            "band " + bands.origin()));
  }

  private void checks(RegressionComparison comparison) {
    html.element("h2", "Checks");
    HtmlTable table =
        HtmlTable.start(
            html,
            "In the order in which they follow from each other",
            "Check",
            "Verdict",
            "#Seconds",
            "What differs",
            "Provenance, likeliest cause first");
    for (CheckResult result : comparison.results()) {
      table.row().head(result.name());
      table.open("word");
      verdict(result.agreement().key());
      html.close();
      table.number(String.format(Locale.ROOT, "%.1f", result.seconds()), result.seconds());
      table.reason(result.finding());
      table.reason(
          String.join("; ", result.provenance().stream().map(Difference::toString).toList()));
      table.endRow();
    }
    table.end();
  }

  private void runs() {
    html.element("h2", "Nightly runs");
    HtmlTable table =
        HtmlTable.start(
            html,
            "Times are UTC; the newest first",
            "Began",
            "Verdict",
            "#Baseline",
            "#Good checks",
            "#Minutes",
            "#Peak GiB",
            "Commit",
            "First difference, or what was slow");
    for (int i = lines.size() - 1; i >= Math.max(0, lines.size() - MOST_RUNS); i--) {
      HistoryLine line = lines.get(i);
      table.row().head(Stamps.shown(line.started()));
      table.open("word");
      verdict(line.outcome().key());
      if (!Slowdown.of(lines.subList(0, i), line, trend).isEmpty()) {
        html.element("span", "slower", "class", "verdict slower");
      }
      html.close();
      table.count(line.baseline());
      table.number(
          String.format(Locale.ROOT, "%d of %d", HistoryTable.good(line), line.agreements().size()),
          (double) HistoryTable.good(line));
      measure(table, line, Measure.Kind.SECONDS, 60);
      measure(table, line, Measure.Kind.RESIDENT, 1L << 30);
      table.word(HistoryTable.shortened(line.commit()));
      table.reason(HistoryTable.note(lines, i, trend)).endRow();
    }
    table.end();
  }

  private void trends() {
    html.element("h2", "Speed and memory");
    html.soft(
        String.format(
            Locale.ROOT,
            "A nightly run counts as slower when a measure is more than %.0f %% worse than its median over the"
                + " %d good nightly runs before it. Nightly runs are numbered as in the history.",
            100 * trend.worse(),
            trend.runs()));
    html.open("div", "class", "plots");
    TrendPlot.of(lines).forEach(html::plot);
    html.close();
  }

  private void verdict(String key) {
    html.element("span", key.replace('-', ' '), "class", "verdict " + key);
  }

  private static void measure(HtmlTable table, HistoryLine line, Measure.Kind kind, double unit) {
    Double value = line.measures().get(kind.whole());
    if (value == null) {
      table.none();
    } else {
      table.number(String.format(Locale.ROOT, "%.2f", value / unit), value);
    }
  }
}
