// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.render;

import static io.agegender.report.render.Column.View.MARKDOWN;
import static io.agegender.report.render.Column.View.SWAPPED;

import io.agegender.report.Cell;
import io.agegender.report.MissingFolds;
import io.agegender.report.PublishedTable;
import io.agegender.report.Results;
import io.agegender.score.metrics.FoldStatistic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Results as Markdown, with tables in the shape of the published one. */
public final class MarkdownReport {
  private final Results results;
  private final StringBuilder out = new StringBuilder();

  private MarkdownReport(Results results) {
    this.results = results;
  }

  public static String render(Results results) {
    return new MarkdownReport(results).render();
  }

  private String render() {
    out.append("# Results\n\n");
    Words.conventions(results).forEach(line -> out.append("- ").append(line).append('\n'));
    Pivot.of(results).forEach(this::pivot);
    List<Column<Cell>> cells = Columns.cells(results);
    results
        .published()
        .map(table -> "Published: " + table.source() + ".\n\n")
        .ifPresent(
            source ->
                optional("Beside the published table", source, MARKDOWN, Columns.JUDGED, judged()));
    optional(
        "Missing folds and runs that did not finish",
        "",
        MARKDOWN,
        Columns.MISSING,
        MissingFolds.of(results));
    optional(
        "Swapped test faces",
        "",
        SWAPPED,
        cells,
        results.cells().stream().filter(cell -> !cell.key().home()).toList());
    out.append(
        table(
            "With and without duplicate rows",
            "",
            MARKDOWN,
            cells,
            results.cells().stream().filter(cell -> cell.rows().pooled().isPresent()).toList()));
    optional(
        "Pairs of configurations",
        Words.COMPARISONS + "\n\n",
        MARKDOWN,
        Columns.COMPARISONS,
        results.comparisons());
    return out.toString();
  }

  private void pivot(Pivot pivot) {
    out.append("\n## ").append(pivot.title()).append("\n\n");
    out.append(
        header(
            Stream.concat(Stream.of(""), pivot.columns().stream().map(c -> c.title())).toList()));
    pivot
        .rows()
        .forEach(
            (name, cells) -> {
              List<String> texts = new ArrayList<>(List.of("`" + name + "`"));
              pivot.columns().forEach(c -> texts.add(text(Optional.ofNullable(cells.get(c)))));
              out.append(line(texts));
            });
  }

  private String text(Optional<Cell> maybe) {
    List<String> lines = new ArrayList<>();
    maybe.ifPresent(
        cell -> {
          lines.add("**" + cell.rows().accuracy().percent() + "**" + Words.mark(results));
          cell.rows().oneOff().ifPresent(s -> lines.add("1-off " + Words.spread(s)));
          cell.published()
              .ifPresent(
                  p -> {
                    lines.add("published " + Words.published(p));
                    lines.add(cell.verdict().kind().title());
                  });
        });
    return String.join("<br>", lines);
  }

  private List<Columns.Judged> judged() {
    List<Columns.Judged> judged = new ArrayList<>();
    for (Cell cell : results.cells()) {
      if (cell.published().isPresent()) {
        PublishedTable.Cell published = cell.published().get();
        String own = here(cell.rows().accuracy());
        judged.add(new Columns.Judged(cell, "accuracy", own, published.accuracy(), cell.verdict()));
        if (cell.oneOffVerdict().isPresent()) {
          judged.add(
              new Columns.Judged(
                  cell,
                  "1-off",
                  here(cell.rows().oneOff().orElseThrow()),
                  published.oneOff().orElseThrow(),
                  cell.oneOffVerdict().get()));
        }
      }
    }
    return judged;
  }

  private String here(FoldStatistic figure) {
    return figure.percent() + Words.mark(results);
  }

  private <T> void optional(
      String title, String text, Column.View view, List<Column<T>> columns, List<T> rows) {
    if (!rows.isEmpty()) {
      out.append(table(title, text, view, columns, rows));
    }
  }

  /** A section that is a table with a text before it. */
  static <T> String table(
      String title, String text, Column.View view, List<Column<T>> all, List<T> rows) {
    List<Column<T>> columns = Column.of(view, all);
    StringBuilder table = new StringBuilder("\n## " + title + "\n\n" + text);
    table.append(header(columns.stream().map(Column::heading).toList()));
    rows.forEach(
        row -> table.append(line(columns.stream().map(c -> c.text().apply(row)).toList())));
    return table.toString();
  }

  private static String header(List<String> titles) {
    return line(titles)
        + titles.stream().map(t -> "---").collect(Collectors.joining("|", "|", "|\n"));
  }

  private static String line(List<String> cells) {
    return cells.stream()
        .map(c -> c.replace("|", "\\|").replace("\n", " "))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
