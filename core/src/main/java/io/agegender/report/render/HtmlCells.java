package io.agegender.report.render;

import io.agegender.report.Cell;
import io.agegender.report.CellKey;
import io.agegender.report.Results;
import io.agegender.report.Summary;
import io.agegender.report.Verdict;
import io.agegender.score.metrics.FoldStatistic;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** The part of the HTML report that has a line for every cell, and the marks of verdicts. */
final class HtmlCells {
  private final Html html;
  private final Results results;

  HtmlCells(Html html, Results results) {
    this.html = html;
    this.results = results;
  }

  void render() {
    HtmlTable table =
        HtmlTable.start(
            html,
            "Every cell; a heading sorts",
            "Row",
            "Network",
            "Target",
            "Test faces",
            "Crops",
            "#Folds",
            "#Accuracy",
            "#Interval",
            "#Distinct faces",
            "#Pooled",
            "#1-off",
            "#Class error",
            "#Published",
            "#Difference",
            "Verdict",
            "Reason");
    for (Cell cell : results.cells()) {
      row(table, cell);
    }
    table.end();
    html.element("p", intervals(), "class", "soft");
  }

  private String intervals() {
    return results.cells().stream()
        .flatMap(c -> c.accuracyInterval().stream())
        .findFirst()
        .map(
            i ->
                String.format(
                    Locale.ROOT,
                    "Intervals hold %.0f %% of the means when subjects are drawn anew with"
                        + " replacement.",
                    100 * i.confidence()))
        .orElse("");
  }

  private void row(HtmlTable table, Cell cell) {
    CellKey key = cell.key();
    Summary rows = cell.rows();
    table.row().head(key.row() + (key.home() ? "" : " swapped"));
    table.open("word");
    html.element("a", key.run().architecture().title(), "href", "#" + HtmlReport.id(cell)).close();
    table.word(key.run().target().key());
    table.word(key.testAlignment().key()).word(key.cropMode().key());
    FoldStatistic accuracy = rows.accuracy();
    table.number(
        "%d of %d".formatted(accuracy.values().size(), accuracy.expected()),
        accuracy.values().size());
    number(table, accuracy.mean(), Words.spread(accuracy) + Words.mark(results));
    number(
        table,
        cell.accuracyInterval()
            .map(i -> OptionalDouble.of(i.lower()))
            .orElse(OptionalDouble.empty()),
        cell.accuracyInterval().map(Words::interval).orElse(""));
    FoldStatistic faces = cell.distinctFaces().accuracy();
    number(table, faces.mean(), Words.spread(faces));
    number(
        table,
        rows.pooled().map(m -> OptionalDouble.of(m.accuracy())).orElse(OptionalDouble.empty()),
        rows.pooled().map(m -> FoldStatistic.percent(m.accuracy())).orElse(""));
    number(
        table,
        rows.oneOff().map(FoldStatistic::mean).orElse(OptionalDouble.empty()),
        rows.oneOff().map(Words::spread).orElse(""));
    OptionalDouble error = rows.meanAbsoluteClassError().mean();
    number(
        table,
        error,
        error.isPresent() ? String.format(Locale.ROOT, "%.2f", error.getAsDouble()) : "");
    number(
        table,
        cell.published().map(p -> OptionalDouble.of(p.accuracy())).orElse(OptionalDouble.empty()),
        cell.published().map(Words::published).orElse(""));
    if (cell.published().isPresent() && accuracy.mean().isPresent()) {
      double points = 100 * (accuracy.mean().getAsDouble() - cell.published().get().accuracy());
      table.number(String.format(Locale.ROOT, "%+.1f", points), points);
    } else {
      table.none();
    }
    table.open("word");
    verdict(html, cell.verdict(), cell.oneOffVerdict());
    html.close();
    table.reason(reasons(cell)).endRow();
  }

  private static String reasons(Cell cell) {
    return cell.oneOffVerdict()
        .map(Verdict::reason)
        .filter(reason -> !reason.equals(cell.verdict().reason()))
        .map(reason -> cell.verdict().reason() + "; 1-off: " + reason)
        .orElse(cell.verdict().reason());
  }

  private static void number(HtmlTable table, OptionalDouble order, String text) {
    if (order.isPresent()) {
      table.number(text, order.getAsDouble());
    } else {
      table.none();
    }
  }

  /** The verdict on accuracy, and that on 1-off where it is another. */
  static void verdict(Html html, Verdict verdict, Optional<Verdict> oneOff) {
    chip(html, verdict, "");
    oneOff.filter(v -> v.kind() != verdict.kind()).ifPresent(v -> chip(html, v, "1-off "));
  }

  private static void chip(Html html, Verdict verdict, String prefix) {
    html.element(
        "span",
        prefix + verdict.kind().title(),
        "class",
        "verdict " + verdict.kind().key(),
        "title",
        verdict.reason());
  }
}
