// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.render;

import io.agegender.report.Curve;
import io.agegender.report.CurvePoint;
import io.agegender.run.RunName;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws how the runs of one configuration learnt: a line for each fold and figure. */
final class CurvePlot {
  private static final Color LOSS = new Color(0x8c564b);
  private static final BasicStroke THIN = new BasicStroke(0.8f);
  private static final BasicStroke THICK = new BasicStroke(1.8f);
  private static final BasicStroke DASHED =
      new BasicStroke(1f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {4, 3}, 0);

  private CurvePlot() {}

  public static Plot of(RunName run, List<Curve> curves) {
    XYChart chart = Plots.lines(run.toString(), "iteration", "accuracy, %", 380);
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line);
    chart.setYAxisGroupTitle(Axis.LOSS.ordinal(), "training loss, nats");
    chart.getStyler().setYAxisGroupPosition(Axis.LOSS.ordinal(), Styler.YAxisPosition.Right);
    Color main = Plots.colour(run.alignment());
    List<Line> lines =
        List.of(
            new Line("training loss", CurvePoint::trainLoss, Axis.LOSS, LOSS, THIN),
            new Line("validation", CurvePoint::validationAccuracy, Axis.ACCURACY, main, DASHED),
            new Line("test", CurvePoint::testAccuracy, Axis.ACCURACY, main, THICK));
    for (Curve curve : curves) {
      lines.forEach(line -> line.draw(chart, curve));
    }
    String folds =
        curves.stream().map(c -> Integer.toString(c.testFold())).collect(Collectors.joining(", "));
    return new Plot(
        chart,
        run.toString(),
        "learning curve of %s, a line for each of the test folds %s: training loss, validation and test accuracy"
            .formatted(run, folds));
  }

  /** Which of the two vertical axes; ordinals are the plot library's numbers. */
  private enum Axis {
    ACCURACY(100),
    LOSS(1);

    private final double scale;

    Axis(double scale) {
      this.scale = scale;
    }
  }

  /** A figure and how it is drawn. */
  private record Line(
      String name,
      Function<CurvePoint, OptionalDouble> figure,
      Axis axis,
      Color colour,
      BasicStroke stroke) {
    void draw(XYChart chart, Curve curve) {
      List<Double> x = new ArrayList<>();
      List<Double> y = new ArrayList<>();
      for (CurvePoint point : curve.points()) {
        figure
            .apply(point)
            .ifPresent(
                value -> {
                  x.add((double) point.iteration());
                  y.add(axis.scale * value);
                });
      }
      if (x.isEmpty()) {
        return;
      }
      boolean first = chart.getSeriesMap().keySet().stream().noneMatch(name::equals);
      XYSeries series = chart.addSeries(first ? name : name + ", fold " + curve.testFold(), x, y);
      series.setYAxisGroup(axis.ordinal());
      series.setMarker(x.size() == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
      series.setMarkerColor(colour);
      series.setLineColor(colour);
      series.setLineStyle(stroke);
      series.setShowInLegend(first);
    }
  }
}
