// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.render;

import io.agegender.report.Cell;
import io.agegender.report.CellKey;
import io.agegender.report.Findings;
import io.agegender.report.MissingFolds;
import io.agegender.report.Results;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Results as one HTML page that needs nothing else: style, script and plots are inside it. It reads
 * on narrow screens, without a mouse and without colours.
 */
final class HtmlReport {
  private final Results results;
  private final Map<String, Plot> bars;
  private final Html html = Html.page("agegender: results", "");
  private final HtmlDetails details;
  private final Optional<String> heatMaps;
  private final Optional<PeopleSections> people;

  private HtmlReport(
      Results results,
      Map<String, Plot> bars,
      SortedMap<String, Plot> curves,
      Optional<String> heatMaps,
      Optional<PeopleSections> people) {
    this.people = people;
    this.heatMaps = heatMaps;
    this.results = results;
    this.bars = bars;
    this.details = new HtmlDetails(html, results, curves);
  }

  static String render(
      Results results,
      Map<String, Plot> bars,
      SortedMap<String, Plot> curves,
      Optional<String> heatMaps,
      Optional<PeopleSections> people) {
    return new HtmlReport(results, bars, curves, heatMaps, people).render();
  }

  private String render() {
    html.open("header").element("h1", "Results");
    html.open("nav", "aria-label", "Parts of this page");
    link("tables", "Tables");
    link("plots", "Bars");
    link("cells", "All figures");
    link("missing", "Missing");
    link("pairs", "Pairs");
    link("details", "Folds, confusion, curves");
    people.ifPresent(sections -> link("people", "For whom"));
    heatMaps.ifPresent(page -> html.element("a", "Heat maps", "href", page));
    html.close().close().open("main");
    people.ifPresent(sections -> html.warning(PeopleSections.verdict(results)));
    if (results.selection().optimistic()) {
      html.warning(
          "Optimistic figures: the snapshots were chosen by their accuracy on the test faces.");
    }
    Findings.of(results).forEach(html::warning);
    html.conventions(Words.conventions(results));
    tables();
    plots();
    section("cells", "All figures");
    HtmlTable.write(
        html,
        "Every cell; a heading sorts",
        Column.View.HTML,
        Columns.cells(results),
        results.cells());
    html.soft(intervals()).close();
    missing();
    pairs();
    people.ifPresent(sections -> sections.html(html));
    section("details", "Folds, confusion matrices and learning curves");
    details.render();
    html.close();
    results
        .published()
        .ifPresent(table -> html.element("footer", "Published values: " + table.source() + "."));
    return html.end();
  }

  private void link(String id, String text) {
    html.element("a", text, "href", "#" + id);
  }

  private void section(String id, String title) {
    html.open("section", "id", id).element("h2", title);
  }

  private String intervals() {
    return results.cells().stream()
        .flatMap(c -> c.accuracyInterval().stream())
        .findFirst()
        .map(
            i ->
                String.format(
                    Locale.ROOT,
                    "Intervals hold %.0f %% of the means when subjects are resampled with"
                        + " replacement.",
                    100 * i.confidence()))
        .orElse("");
  }

  private void tables() {
    section(
        "tables",
        results.published().isPresent() ? "Tables in the shape of the published one" : "Tables");
    Pivot.of(results).forEach(this::table);
    html.close();
  }

  private void table(Pivot pivot) {
    String title = pivot.title() + Words.mark(results);
    html.frame(title).open("table", "class", "published").element("caption", title);
    html.open("thead").open("tr").element("td", "");
    pivot.columns().forEach(column -> html.element("th", column.title(), "scope", "col"));
    html.close().close().open("tbody");
    pivot
        .rows()
        .forEach(
            (name, cells) -> {
              html.open("tr").element("th", name, "scope", "row");
              pivot.columns().forEach(column -> published(Optional.ofNullable(cells.get(column))));
              html.close();
            });
    html.close().close().close();
  }

  private void published(Optional<Cell> maybe) {
    html.open("td");
    maybe.ifPresent(
        cell -> {
          html.element(
              "a", cell.rows().accuracy().percent(), "href", "#" + id(cell), "class", "figure");
          cell.rows().oneOff().ifPresent(s -> html.element("div", "1-off " + Words.spread(s)));
          cell.published()
              .ifPresent(
                  p -> {
                    html.element("div", "published " + Words.published(p), "class", "soft");
                    HtmlTable.verdicts(html, cell);
                  });
        });
    html.close();
  }

  static String id(Cell cell) {
    CellKey key = cell.key();
    return key.run() + "-on-" + key.testAlignment().key() + "-" + key.cropMode().key();
  }

  private void plots() {
    section("plots", "Bars");
    if (bars.isEmpty()) {
      html.element("p", "No figures, no bars.");
    } else {
      html.element(
          "p",
          "Blue aligned, violet unaligned, orange mixed; starts from scratch are pale%s. Whiskers are"
                  .formatted(results.published().isPresent() ? ", other people's results grey" : "")
              + " the population deviation over folds%s. The axes do not start at 0."
                  .formatted(
                      results.published().isPresent() ? ", diamonds the published values" : ""));
    }
    html.open("div", "class", "plots");
    bars.values().forEach(html::plot);
    html.close().close();
  }

  private void missing() {
    section("missing", "Missing folds and runs that did not finish");
    List<MissingFolds> missing = MissingFolds.of(results);
    if (missing.isEmpty()) {
      html.element("p", "None: every cell has all its folds.");
    } else {
      HtmlTable.write(html, "Folds without figures", Column.View.HTML, Columns.MISSING, missing);
    }
    html.close();
  }

  private void pairs() {
    section("pairs", "Pairs of configurations");
    if (results.comparisons().isEmpty()) {
      html.element("p", "No two configurations of one target share a scored fold.");
    } else {
      html.element("p", Words.COMPARISONS);
      HtmlTable.write(
          html,
          "Accuracy of the first minus that of the second",
          Column.View.HTML,
          Columns.COMPARISONS,
          results.comparisons());
    }
    html.close();
  }

  static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(HtmlReport.class.getResourceAsStream(name), "missing " + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource " + name, e);
    }
  }
}
