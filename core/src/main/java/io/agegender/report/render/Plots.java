// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.render;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.agegender.adience.Alignment;
import io.agegender.adience.Target;
import io.agegender.network.definition.Initialisation;
import io.agegender.report.Cell;
import io.agegender.report.CellKey;
import io.agegender.report.Curve;
import io.agegender.report.Results;
import io.agegender.report.gather.Comparisons;
import io.agegender.run.RunName;
import java.awt.Color;
import java.awt.Font;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;

/** Which plots a report has: bars for each target and architecture, a curve for each run. */
public final class Plots {
  static final int WIDTH = 760;

  private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 15);

  private Plots() {}

  /** Bars by file name without ending; a target and architecture without any figure has none. */
  static Map<String, Plot> bars(Results results) {
    Map<String, Plot> plots = new LinkedHashMap<>();
    for (Target target : Target.values()) {
      List<CellKey> headline =
          Comparisons.headline(results.cells().stream().map(Cell::key).toList(), target);
      results.cells().stream()
          .filter(c -> headline.contains(c.key()) && c.rows().accuracy().mean().isPresent())
          .collect(groupingBy(c -> c.key().run().architecture(), LinkedHashMap::new, toList()))
          .forEach(
              (architecture, cells) ->
                  plots.put(
                      "bars-" + target.key() + "-" + architecture.key(),
                      BarPlot.of(target, architecture, cells, results)));
    }
    return plots;
  }

  /** Learning curves by file name without ending. */
  static SortedMap<String, Plot> curves(Results results) {
    SortedMap<String, Plot> plots = new TreeMap<>();
    results.curves().stream()
        .filter(curve -> curve.points().size() > 1)
        .collect(groupingBy(Curve::run))
        .forEach((run, curves) -> plots.put(curveName(run), CurvePlot.of(run, curves)));
    return plots;
  }

  static String curveName(RunName run) {
    return "curve-" + run;
  }

  /** An empty plot of lines over whole numbers, in the look of all plots. */
  public static XYChart lines(String title, String x, String y, int height) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(height)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    style(chart.getStyler());
    chart.getStyler().setXAxisDecimalPattern("#");
    return chart;
  }

  /** The look of all plots. */
  public static void style(AxesChartStyler styler) {
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setLegendPosition(Styler.LegendPosition.OutsideS);
    styler.setLegendLayout(Styler.LegendLayout.Horizontal);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setBaseFont(TEXT);
    styler.setChartTitleFont(TEXT.deriveFont(Font.BOLD, 17f));
    styler.setLegendFont(TEXT);
    styler.setAntiAlias(true);
    styler.setAxisTitleFont(TEXT);
    styler.setAxisTickLabelsFont(TEXT);
    styler.setXAxisTickMarkSpacingHint(110);
  }

  /** The original's colours; starts from scratch are half transparent. */
  static Color colour(RunName run) {
    Color full = colour(run.alignment());
    return run.initialisation() == Initialisation.FROMSCRATCH
        ? new Color(full.getRed(), full.getGreen(), full.getBlue(), 128)
        : full;
  }

  static Color colour(Alignment alignment) {
    return switch (alignment) {
      case ALIGNED -> new Color(0x1f77b4);
      case UNALIGNED -> new Color(0x9467bd);
      case MIXED -> new Color(0xff7f0e);
    };
  }
}
