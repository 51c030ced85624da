package io.agegender.report.render;

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
    html.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", caption);
    html.open("table", "class", "sortable");
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
