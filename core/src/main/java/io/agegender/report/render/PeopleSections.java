// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.render;

import static io.agegender.report.render.Column.Format.PLAIN;
import static io.agegender.report.render.Column.Style.HEAD;
import static io.agegender.report.render.Column.View.HTML;
import static io.agegender.report.render.Column.View.MARKDOWN;
import static io.agegender.report.render.Column.number;
import static io.agegender.report.render.Column.shown;
import static io.agegender.report.render.Column.word;

import io.agegender.adience.Target;
import io.agegender.report.Cell;
import io.agegender.report.Results;
import io.agegender.report.Verdict;
import io.agegender.report.people.Calibration;
import io.agegender.report.people.Example;
import io.agegender.report.people.GroupFigure;
import io.agegender.report.people.Insight;
import io.agegender.report.people.OtherFacesFigure;
import io.agegender.report.people.People;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The sections for people, on the page and in Markdown. */
record PeopleSections(People people) {
  private static final int SIDE = 220;

  private static final List<Column<OtherFacesFigure>> OTHER_FACES =
      List.of(
          shown("run", HEAD, OtherFacesFigure::run, HTML, MARKDOWN),
          word("trained on", OtherFacesFigure::trainedOn, HTML, MARKDOWN),
          word("scored on", OtherFacesFigure::scoredOn, HTML, MARKDOWN),
          word("crops", OtherFacesFigure::crops, HTML, MARKDOWN),
          number("faces", PLAIN, OtherFacesFigure::faces, HTML, MARKDOWN),
          share("accuracy", figure -> OptionalDouble.of(figure.accuracy())),
          share("1-off", OtherFacesFigure::oneOff));

  /** One sentence that says what came of the comparison with the published table. */
  static String verdict(Results results) {
    List<Verdict> verdicts =
        results.cells().stream()
            .filter(cell -> cell.rows().accuracy().mean().isPresent())
            .map(Cell::verdict)
            .toList();
    if (verdicts.isEmpty()) {
      return "Verdict: there are no figures yet.";
    }
    long comparable = verdicts.size() - count(verdicts, Verdict.Kind.NOT_COMPARABLE);
    if (comparable == 0) {
      return "Verdict: not comparable with the published table (%s).%s"
          .formatted(verdicts.get(0).reason(), best(results));
    }
    return "Verdict: %d of %d comparable figures reproduce the published ones, %d are below, %d above."
        .formatted(
            count(verdicts, Verdict.Kind.REPRODUCED),
            comparable,
            count(verdicts, Verdict.Kind.BELOW),
            count(verdicts, Verdict.Kind.ABOVE));
  }

  /** What to take home where there is nothing to compare with. */
  private static String best(Results results) {
    String best =
        Arrays.stream(Target.values())
            .flatMap(
                target ->
                    results.cells().stream()
                        .filter(cell -> cell.key().run().target() == target)
                        .filter(cell -> cell.rows().accuracy().mean().isPresent())
                        .max(
                            Comparator.comparingDouble(
                                cell -> cell.rows().accuracy().mean().getAsDouble()))
                        .stream())
            .map(
                cell ->
                    "%s %s %% right (%s, %d of %d folds)"
                        .formatted(
                            cell.key().run().target().key(),
                            Words.spread(cell.rows().accuracy()),
                            Words.cell(cell.key()),
                            cell.rows().accuracy().values().size(),
                            cell.rows().accuracy().expected()))
            .collect(Collectors.joining("; "));
    return " Best here: " + best + ".";
  }

  private static long count(List<Verdict> verdicts, Verdict.Kind kind) {
    return verdicts.stream().filter(verdict -> verdict.kind() == kind).count();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** Writes the sections. */
  void html(Html html) {
    otherFaces(html);
    html.open("section", "id", "people").element("h2", "For whom it is right, and how sure it is");
    people.notes().forEach(html::soft);
    html.element(
        "p",
        "A network that is well calibrated is right in 7 of 10 cases where it says 70 %. The expected"
            + " calibration error is how far it is from that on average. The tables by group say for"
            + " whom the model works; small groups make uncertain figures.");
    for (Insight insight : people.insights()) {
      html.open("details");
      html.element(
          "summary",
          "%s: expected calibration error %s over %d predictions"
              .formatted(
                  Words.cell(insight.cell()),
                  percent(insight.calibration().error()),
                  insight.faces()));
      reliability(html, insight.calibration());
      groups(html, insight);
      examples(html, insight);
      html.close();
    }
    html.close();
  }

  private void otherFaces(Html html) {
    if (people.otherFaces().isEmpty()) {
      return;
    }
    html.open("section", "id", "other-faces").element("h2", "On other faces");
    html.element(
        "p",
        "Networks on faces of another dataset than they were trained on, with their own mean image."
            + " Nothing published belongs beside these figures.");
    HtmlTable.write(html, "On other faces", HTML, OTHER_FACES, people.otherFaces());
    html.close();
  }

  /** Bars from 0 to the accuracy of each bin; on the diagonal all would be as sure as right. */
  private static void reliability(Html html, Calibration calibration) {
    html.open("figure", "style", "max-width:26rem");
    html.open(
        "svg",
        "viewBox",
        "-40 -10 280 270",
        "role",
        "img",
        "aria-label",
        "Reliability diagram: accuracy over the probability of the predicted class");
    for (Calibration.Bin bin : calibration.bins()) {
      if (bin.count() > 0) {
        html.open(
            "rect",
            "x",
            px(bin.from() * SIDE + 1),
            "y",
            px(SIDE - bin.accuracy() * SIDE),
            "width",
            px(SIDE / 10.0 - 2),
            "height",
            px(bin.accuracy() * SIDE),
            "fill",
            "#1f77b4");
        html.element(
            "title",
            "%s to %s: right in %s of %d cases"
                .formatted(
                    percent(bin.from()), percent(bin.to()), percent(bin.accuracy()), bin.count()));
        html.close();
      }
    }
    line(html, 0, SIDE, SIDE, 0, "#b35900");
    line(html, 0, SIDE, SIDE, SIDE, "#57606a");
    line(html, 0, 0, 0, SIDE, "#57606a");
    text(html, SIDE / 2.0, SIDE + 34, "middle", "how sure the network says it is");
    text(html, -6, 8, "end", "100 %");
    text(html, -6, SIDE, "end", "0 %");
    text(html, 0, SIDE + 16, "middle", "0 %");
    text(html, SIDE, SIDE + 16, "middle", "100 %");
    html.close();
    html.element("figcaption", "How often it is right (bars); the line is perfect calibration");
    html.close();
  }

  private static void line(Html html, int x, int y, int toX, int toY, String colour) {
    html.element(
        "line", "", "x1", px(x), "y1", px(y), "x2", px(toX), "y2", px(toY), "stroke", colour);
  }

  private static void text(Html html, double x, double y, String anchor, String text) {
    html.element("text", text, "x", px(x), "y", px(y), "font-size", "11", "text-anchor", anchor);
  }

  private static String px(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String by(Insight insight) {
    return insight.cell().run().target() == Target.AGE ? "gender" : "age";
  }

  private static void groups(Html html, Insight insight) {
    if (insight.groups().isEmpty()) {
      return;
    }
    List<Column<GroupFigure>> columns =
        List.of(
            shown(by(insight), HEAD, GroupFigure::group, HTML),
            number("faces", PLAIN, GroupFigure::faces, HTML),
            share("accuracy", figure -> OptionalDouble.of(figure.accuracy())),
            share("1-off", GroupFigure::oneOff));
    HtmlTable.write(html, "By " + by(insight) + " of the person", HTML, columns, insight.groups());
  }

  /** A share in percent, or a dash. */
  private static <T> Column<T> share(String title, Function<T, OptionalDouble> figure) {
    return number(
        title,
        figure,
        row -> figure.apply(row).stream().mapToObj(PeopleSections::percent).findAny().orElse("-"),
        HTML,
        MARKDOWN);
  }

  private static void examples(Html html, Insight insight) {
    for (boolean right : new boolean[] {true, false}) {
      List<Example> examples =
          insight.examples().stream().filter(example -> example.right() == right).toList();
      if (!examples.isEmpty()) {
        html.element(
            "p",
            right
                ? "Right, and surest about it, by class (below each face: how sure):"
                : "Wrong, and surest about it, by class (below each face: true → predicted, and how sure):");
        html.open("div", "class", "faces");
        for (Example example : examples) {
          String words =
              "true %s, predicted %s with %s"
                  .formatted(example.truth(), example.predicted(), percent(example.probability()));
          html.open("figure");
          html.single(
              "img",
              "src",
              Html.png(example.png()),
              "alt",
              words,
              "title",
              words,
              "loading",
              "lazy");
          html.element(
              "figcaption",
              right ? example.truth() : example.truth() + " → " + example.predicted());
          html.element("figcaption", percent(example.probability()));
          html.close();
        }
        html.close();
      }
    }
  }

  /** The same without pictures. */
  String markdown() {
    StringBuilder out = new StringBuilder();
    if (!people.otherFaces().isEmpty()) {
      out.append(
          MarkdownReport.table("On other faces", "", MARKDOWN, OTHER_FACES, people.otherFaces()));
    }
    out.append("\n## For whom it is right, and how sure it is\n\n");
    people.notes().forEach(note -> out.append("- ").append(note).append('\n'));
    out.append("| configuration | group | faces | accuracy | calibration error |\n");
    out.append("|---|---|---|---|---|\n");
    for (Insight insight : people.insights()) {
      out.append(
          "| %s | all | %d | %s | %s |\n"
              .formatted(
                  Words.cell(insight.cell()),
                  insight.faces(),
                  percent(
                      insight.calibration().bins().stream()
                              .mapToDouble(bin -> bin.accuracy() * bin.count())
                              .sum()
                          / insight.faces()),
                  percent(insight.calibration().error())));
      for (GroupFigure figure : insight.groups()) {
        out.append(
            "| | %s %s | %d | %s | |\n"
                .formatted(
                    by(insight), figure.group(), figure.faces(), percent(figure.accuracy())));
      }
    }
    return out.toString();
  }
}
