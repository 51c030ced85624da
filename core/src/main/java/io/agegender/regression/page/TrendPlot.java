// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression.page;

import io.agegender.regression.Measure;
import io.agegender.regression.history.HistoryLine;
import io.agegender.report.render.Plot;
import io.agegender.report.render.Plots;
import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws a measure over the nightly runs. */
final class TrendPlot {
  private static final BasicStroke LINE = new BasicStroke(1.6f);

  private TrendPlot() {}

  /** Time, memory and training speeds; a measure that no nightly run has is left out. */
  static List<Plot> of(List<HistoryLine> lines) {
    List<Plot> plots = new ArrayList<>();
    add(plots, lines, "Whole nightly run", "minutes", List.of(Measure.Kind.SECONDS.whole()), 60);
    add(
        plots,
        lines,
        "Peak resident memory",
        "GiB",
        List.of(Measure.Kind.RESIDENT.whole()),
        1L << 30);
    Set<Measure> rates = new LinkedHashSet<>();
    lines.forEach(
        line ->
            line.measures().keySet().stream()
                .filter(m -> m.kind() == Measure.Kind.RATE)
                .forEach(rates::add));
    add(plots, lines, "Training speed", "images per second", List.copyOf(rates), 1);
    return plots;
  }

  private static void add(
      List<Plot> plots,
      List<HistoryLine> lines,
      String title,
      String unit,
      List<Measure> measures,
      double divisor) {
    XYChart chart =
        new XYChartBuilder()
            .width(760)
            .height(measures.size() > 1 ? 460 : 320)
            .title(title)
            .xAxisTitle("nightly run")
            .yAxisTitle(unit)
            .build();
    Plots.style(chart.getStyler());
    chart.getStyler().setXAxisDecimalPattern("#");
    chart.getStyler().setYAxisDecimalPattern("#.##");
    chart.getStyler().setYAxisMin(0.0);
    if (measures.size() > 1) {
      chart.getStyler().setLegendLayout(org.knowm.xchart.style.Styler.LegendLayout.Vertical);
    }
    chart.getStyler().setLegendVisible(measures.size() > 1);
    StringBuilder words = new StringBuilder(title + " in " + unit + ":");
    for (Measure measure : measures) {
      List<Double> numbers = new ArrayList<>();
      List<Double> values = new ArrayList<>();
      for (int i = 0; i < lines.size(); i++) {
        Double value = lines.get(i).measures().get(measure);
        if (value != null) {
          numbers.add(i + 1.0);
          values.add(value / divisor);
        }
      }
      if (!values.isEmpty()) {
        String name = measure.of().isEmpty() ? measure.toString() : measure.of();
        XYSeries series = chart.addSeries(name, numbers, values);
        series.setMarker(SeriesMarkers.CIRCLE);
        series.setLineStyle(LINE);
        words.append(" %s, last %.2f;".formatted(name, values.get(values.size() - 1)));
      }
    }
    if (!chart.getSeriesMap().isEmpty()) {
      plots.add(new Plot(chart, title, words.toString()));
    }
  }
}
