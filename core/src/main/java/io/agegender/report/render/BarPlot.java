// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.render;

import io.agegender.adience.Target;
import io.agegender.network.definition.Architecture;
import io.agegender.report.Cell;
import io.agegender.report.PublishedTable;
import io.agegender.report.Results;
import io.agegender.score.metrics.FoldStatistic;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws accuracies as the original did: alignments by colour, starts from scratch half transparent,
 * other people's results grey. Whiskers are the population deviation over folds, diamonds the
 * published values.
 */
final class BarPlot {
  private static final Color OTHERS = new Color(0x9aa0a6);
  private static final Color NOTHING = new Color(0, 0, 0, 0);

  private final List<String> labels = new ArrayList<>();
  private final List<Double> heights = new ArrayList<>();
  private final List<Double> deviations = new ArrayList<>();
  private final List<Double> published = new ArrayList<>();

  private BarPlot() {}

  /** Draws cells that all have a mean. */
  static Plot of(Target target, Architecture architecture, List<Cell> cells, Results results) {
    return new BarPlot().draw(target, architecture, cells, results);
  }

  private Plot draw(Target target, Architecture architecture, List<Cell> cells, Results results) {
    for (Cell cell : cells) {
      FoldStatistic accuracy = cell.rows().accuracy();
      bar(
          cell.key().row(),
          accuracy.mean().orElseThrow(),
          accuracy.populationDeviation().orElseThrow());
      published.add(cell.published().map(p -> 100 * p.accuracy()).orElse(null));
    }
    for (PublishedTable.Baseline other :
        results.published().map(PublishedTable::baselines).orElse(List.of())) {
      if (other.target() == target) {
        bar(other.shortTitle(), other.accuracy(), 0);
        published.add(null);
      }
    }
    String title =
        "%s, %s, %s%s"
            .formatted(
                architecture.title(),
                target.key(),
                Words.crops(cells.get(0).key().cropMode()),
                Words.mark(results));
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(Plots.WIDTH)
            .height(420)
            .title(title)
            .yAxisTitle("accuracy, %")
            .build();
    Plots.style(chart.getStyler());
    chart.getStyler().setOverlapped(true);
    chart.getStyler().setAvailableSpaceFill(0.7);
    for (int i = 0; i < cells.size(); i++) {
      CategorySeries bar = chart.addSeries(labels.get(i), labels, only(i, i + 1));
      bar.setFillColor(Plots.colour(cells.get(i).key().run()));
      bar.setShowInLegend(false);
    }
    if (labels.size() > cells.size()) {
      chart
          .addSeries("results of others", labels, only(cells.size(), labels.size()))
          .setFillColor(OTHERS);
    }
    whiskers(chart);
    diamonds(chart);
    range(chart);
    return new Plot(chart, title, inWords(cells));
  }

  private void bar(String label, double accuracy, double deviation) {
    labels.add(label);
    heights.add(100 * accuracy);
    deviations.add(100 * deviation);
  }

  /** The heights from one position to another, nothing elsewhere. */
  private List<Double> only(int from, int to) {
    List<Double> some = new ArrayList<>(Collections.nCopies(labels.size(), null));
    for (int i = from; i < to; i++) {
      some.set(i, heights.get(i));
    }
    return some;
  }

  /** A series of its own that has every label: the plot library fails where one lacks a value. */
  private void whiskers(CategoryChart chart) {
    CategorySeries series = chart.addSeries("deviation", labels, heights, deviations);
    series.setFillColor(NOTHING);
    series.setShowInLegend(false);
  }

  private void diamonds(CategoryChart chart) {
    if (published.stream().anyMatch(value -> value != null)) {
      CategorySeries series = chart.addSeries("published for this cell", labels, published);
      series.setChartCategorySeriesRenderStyle(CategorySeriesRenderStyle.Stick);
      series.setLineStyle(SeriesLines.NONE);
      series.setMarker(SeriesMarkers.DIAMOND);
      series.setMarkerColor(Color.BLACK);
    }
  }

  /** Bars that differ by a few points would look alike on an axis from 0. */
  private void range(CategoryChart chart) {
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < labels.size(); i++) {
      lowest = Math.min(lowest, heights.get(i) - deviations.get(i));
      highest = Math.max(highest, heights.get(i) + deviations.get(i));
      if (published.get(i) != null) {
        lowest = Math.min(lowest, published.get(i));
        highest = Math.max(highest, published.get(i));
      }
    }
    chart.getStyler().setYAxisMin(Math.max(0, 5 * Math.floor((lowest - 3) / 5)));
    chart.getStyler().setYAxisMax(Math.min(100, 5 * Math.ceil((highest + 1) / 5)));
  }

  private static String inWords(List<Cell> cells) {
    return cells.stream()
        .map(
            cell ->
                cell.key().row()
                    + " "
                    + cell.rows().accuracy().percent()
                    + cell.published()
                        .map(p -> ", published " + FoldStatistic.percent(p.accuracy()))
                        .orElse(""))
        .collect(Collectors.joining("; "));
  }
}
