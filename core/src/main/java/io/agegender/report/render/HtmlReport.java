package io.agegender.report.render;

import io.agegender.adience.Target;
import io.agegender.network.definition.Architecture;
import io.agegender.report.Cell;
import io.agegender.report.CellKey;
import io.agegender.report.Comparison;
import io.agegender.report.Findings;
import io.agegender.report.FoldResult;
import io.agegender.report.PublishedTable;
import io.agegender.report.Results;
import io.agegender.score.CropMode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * Results as one HTML page that needs nothing else: style, script and plots are inside it. It reads
 * on narrow screens, without a mouse and without colours.
 */
final class HtmlReport {
  private final Results results;
  private final Map<String, Plot> bars;
  private final Html html = Html.page("agegender: results", "");
  private final HtmlDetails details;

  private HtmlReport(Results results, Map<String, Plot> bars, SortedMap<String, Plot> curves) {
    this.results = results;
    this.bars = bars;
    this.details = new HtmlDetails(html, results, curves);
  }

  static String render(Results results, Map<String, Plot> bars, SortedMap<String, Plot> curves) {
    return new HtmlReport(results, bars, curves).render();
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
    html.close().close().open("main");
    if (results.selection().optimistic()) {
      html.element(
          "p",
          "Optimistic figures: the snapshots were chosen by their accuracy on the test faces.",
          "class",
          "warning",
          "role",
          "note");
    }
    Findings.of(results)
        .forEach(finding -> html.element("p", finding, "class", "warning", "role", "note"));
    html.open("ul", "class", "conventions");
    Words.conventions(results).forEach(line -> html.element("li", line));
    html.close();
    tables();
    plots();
    section("cells", "All figures");
    new HtmlCells(html, results).render();
    html.close();
    missing();
    pairs();
    section("details", "Folds, confusion matrices and learning curves");
    details.render();
    html.close();
    html.element("footer", "Published values: " + PublishedTable.published().source() + ".");
    return html.end();
  }

  private void link(String id, String text) {
    html.element("a", text, "href", "#" + id);
  }

  private void section(String id, String title) {
    html.open("section", "id", id).element("h2", title);
  }

  private void tables() {
    section("tables", "Tables in the shape of the published one");
    for (Target target : Target.values()) {
      for (CropMode mode : Words.CROPS) {
        table(target, mode);
      }
    }
    html.close();
  }

  private void table(Target target, CropMode mode) {
    Map<String, Map<Architecture, Cell>> rows = new LinkedHashMap<>();
    Set<Architecture> columns = new TreeSet<>();
    for (Cell cell : results.cells()) {
      CellKey key = cell.key();
      if (key.home() && key.run().target() == target && key.cropMode() == mode) {
        rows.computeIfAbsent(key.row(), r -> new LinkedHashMap<>())
            .put(key.run().architecture(), cell);
        columns.add(key.run().architecture());
      }
    }
    if (rows.isEmpty()) {
      return;
    }
    String title = Words.title(target, mode) + Words.mark(results);
    html.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", title);
    html.open("table", "class", "published").element("caption", title);
    html.open("thead").open("tr").element("td", "");
    columns.forEach(column -> html.element("th", column.title(), "scope", "col"));
    html.close().close().open("tbody");
    rows.forEach(
        (name, cells) -> {
          html.open("tr").element("th", name, "scope", "row");
          columns.forEach(column -> published(Optional.ofNullable(cells.get(column))));
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
                    HtmlCells.verdict(html, cell.verdict(), cell.oneOffVerdict());
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
          "Blue aligned, violet unaligned, orange mixed; starts from scratch are pale, other people's"
              + " results grey. Whiskers are the population deviation over folds, diamonds the"
              + " published values. The axes do not start at 0.");
    }
    html.open("div", "class", "plots");
    bars.forEach((name, plot) -> figure(html, plot));
    html.close().close();
  }

  static void figure(Html html, Plot plot) {
    html.plot(plot);
  }

  private void missing() {
    section("missing", "Missing folds and runs that did not finish");
    List<Cell> incomplete = results.cells().stream().filter(c -> !c.missing().isEmpty()).toList();
    if (incomplete.isEmpty()) {
      html.element("p", "None: every cell has all its folds.");
    } else {
      HtmlTable table =
          HtmlTable.start(
              html,
              "Folds without figures",
              "Run",
              "Test faces",
              "Crops",
              "#Fold",
              "State",
              "Reason");
      for (Cell cell : incomplete) {
        for (FoldResult fold : cell.missing()) {
          table.row().head(cell.key().run().toString());
          table.word(cell.key().testAlignment().key()).word(cell.key().cropMode().key());
          table.number(Integer.toString(fold.testFold()), fold.testFold());
          table.word(fold.state().key().replace('-', ' ')).reason(fold.reason()).endRow();
        }
      }
      table.end();
    }
    html.close();
  }

  private void pairs() {
    section("pairs", "Pairs of configurations");
    if (results.comparisons().isEmpty()) {
      html.element("p", "No two configurations of one target share a scored fold.");
    } else {
      html.element("p", Words.COMPARISONS);
      HtmlTable table =
          HtmlTable.start(
              html,
              "Accuracy of the first minus that of the second",
              "First",
              "Second",
              "#Points",
              "#Only first",
              "#Only second",
              "#p",
              "#p, Holm");
      for (Comparison c : results.comparisons()) {
        table.row().head(c.first().run().toString()).word(c.second().run().toString());
        table.number(Words.difference(c), c.difference().mean().orElseThrow());
        table.count(c.test().onlyFirst());
        table.count(c.test().onlySecond());
        table.number(Words.probability(c.test().pValue()), c.test().pValue());
        table.number(Words.probability(c.adjustedP()), c.adjustedP()).endRow();
      }
      table.end();
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
