// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.render;

import io.agegender.report.Cell;
import io.agegender.report.Results;
import io.agegender.run.RunName;
import io.agegender.score.metrics.ConfusionMatrix;
import io.agegender.score.metrics.FoldStatistic;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;

/** The part of the HTML report that opens cell by cell. */
record HtmlDetails(Html html, Results results, SortedMap<String, Plot> curves) {
  void render() {
    // A curve is drawn once, with the run's first cell.
    Set<RunName> drawn = new HashSet<>();
    for (Cell cell : results.cells()) {
      html.open("details", "id", HtmlReport.id(cell));
      html.element("summary", Words.cell(cell.key()) + ": " + cell.rows().accuracy().percent());
      HtmlTable.write(html, "Test folds", Column.View.HTML, Columns.FOLDS, Columns.Fold.of(cell));
      cell.rows()
          .pooled()
          .ifPresent(
              pooled -> {
                confusion(pooled.confusion());
                HtmlTable.write(
                    html,
                    "Classes over the scored folds",
                    Column.View.HTML,
                    Columns.CLASSES,
                    pooled.classes());
              });
      RunName run = cell.key().run();
      if (curves.containsKey(Plots.curveName(run)) && drawn.add(run)) {
        html.plot(curves.get(Plots.curveName(run)));
      }
      html.close();
    }
  }

  private void confusion(ConfusionMatrix confusion) {
    List<String> labels = confusion.classes().labels();
    String caption = "Confusion over the scored folds: rows = prediction, columns = truth";
    html.frame(caption).open("table", "class", "confusion").element("caption", caption);
    html.open("thead").open("tr").element("td", "predicted \\ true");
    labels.forEach(label -> html.element("th", label, "scope", "col"));
    html.close().close().open("tbody");
    for (int prediction = 0; prediction < labels.size(); prediction++) {
      html.open("tr").element("th", labels.get(prediction), "scope", "row");
      for (int truth = 0; truth < labels.size(); truth++) {
        long count = confusion.count(prediction, truth);
        double share = count / (double) Math.max(1, confusion.labelled(truth));
        html.element(
            "td",
            Long.toString(count),
            "style",
            String.format(Locale.ROOT, "--share:%.3f", share),
            "title",
            "%s %% of the true %s predicted as %s"
                .formatted(
                    FoldStatistic.percent(share), labels.get(truth), labels.get(prediction)));
      }
      html.close();
    }
    html.close().close().close();
  }
}
