// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.render;

import io.agegender.report.Cell;
import io.agegender.report.Verdict;
import java.util.List;

/**
 * One table of the HTML report, sortable by its headings, in a frame that scrolls sideways on a
 * narrow screen. Close it with {@link #end}.
 */
public final class HtmlTable {
  private final Html html;

  private HtmlTable(Html html) {
    this.html = html;
  }

  /**
   * Starts a table.
   *
   * @param caption what it holds
   * @param headings of the columns; a heading that starts with {@code #} is that of numbers
   */
  public static HtmlTable start(Html html, String caption, String... headings) {
    html.frame(caption).open("table", "class", "sortable");
    html.element("caption", caption);
    html.open("thead").open("tr");
    for (String heading : headings) {
      boolean number = heading.startsWith("#");
      html.open("th", "scope", "col", "class", number ? "number" : "word");
      html.element("button", number ? heading.substring(1) : heading, "type", "button");
      html.close();
    }
    html.close().close().open("tbody");
    return new HtmlTable(html);
  }

  /** Writes a whole table: the columns of one view that say something, and a line for each row. */
  static <T> void write(
      Html html, String caption, Column.View view, List<Column<T>> all, List<T> rows) {
    List<Column<T>> columns =
        Column.of(view, all).stream()
            .filter(column -> rows.isEmpty() || rows.stream().anyMatch(column::says))
            .toList();
    HtmlTable table =
        start(
            html,
            caption,
            columns.stream()
                .map(c -> (c.style() == Column.Style.NUMBER ? "#" : "") + c.title())
                .toArray(String[]::new));
    for (T row : rows) {
      table.row();
      columns.forEach(column -> table.cell(column, row));
      table.endRow();
    }
    table.end();
  }

  private <T> void cell(Column<T> column, T row) {
    String text = column.text().apply(row);
    switch (column.style()) {
      case HEAD -> head(text);
      case WORD -> word(text);
      case REASON -> reason(text);
      case NUMBER ->
          column
              .of(row)
              .ifPresentOrElse(value -> number(text, ((Number) value).doubleValue()), this::none);
      case LINK ->
          open("word").element("a", text, "href", (String) column.value().apply(row)).close();
      case VERDICT -> {
        open("word");
        verdicts(html, (Cell) column.value().apply(row));
        html.close();
      }
    }
  }

  /** The verdict on accuracy, and that on 1-off where it is another. */
  static void verdicts(Html html, Cell cell) {
    verdict(html, cell.verdict(), "");
    cell.oneOffVerdict()
        .filter(oneOff -> oneOff.kind() != cell.verdict().kind())
        .ifPresent(oneOff -> verdict(html, oneOff, "1-off "));
  }

  private static void verdict(Html html, Verdict verdict, String prefix) {
    html.element(
        "span",
        prefix + verdict.kind().title(),
        "class",
        "verdict " + verdict.kind().key(),
        "title",
        verdict.reason());
  }

  /** Begins a row. */
  public HtmlTable row() {
    html.open("tr");
    return this;
  }

  /** Ends a row. */
  public HtmlTable endRow() {
    html.close();
    return this;
  }

  /** The cell that names its row. */
  public HtmlTable head(String text) {
    html.element("th", text, "scope", "row");
    return this;
  }

  /** A word or two. */
  public HtmlTable word(String text) {
    html.element("td", text);
    return this;
  }

  /** A sentence, which may take several lines. */
  public HtmlTable reason(String text) {
    html.element("td", text, "class", text.isEmpty() ? "word" : "reason");
    return this;
  }

  /** A number as it reads, and as it sorts. */
  public HtmlTable number(String text, double order) {
    html.element("td", text, "class", "number", "data-order", Double.toString(order));
    return this;
  }

  /** A whole number. */
  public HtmlTable count(long count) {
    return number(Long.toString(count), (double) count);
  }

  /** A number that is not there; it sorts last. */
  public HtmlTable none() {
    html.element("td", "–", "class", "number", "data-order", "-1e99");
    return this;
  }

  /** A cell that the caller fills. */
  public Html open(String style) {
    return html.open("td", "class", style);
  }

  /** Ends the table. */
  public void end() {
    html.close().close().close();
  }
}
