// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.accuracy;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.agegender.foundation.error.Choice;
import io.agegender.report.render.Plot;
import io.agegender.report.render.Plots;
import io.agegender.run.BatchMode;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws an {@link Outcome}: a colour for each W, a stroke for each K. */
final class AccuracyPlots {
  private static final int HEIGHT = 460;
  private static final List<Color> COLOURS =
      List.of(
          new Color(0x1f77b4),
          new Color(0xff7f0e),
          new Color(0x2ca02c),
          new Color(0xd62728),
          new Color(0x9467bd),
          new Color(0x8c564b));
  private static final float[][] DASHES = {
    {1, 0}, {8, 3}, {4, 3}, {1.5f, 3}, {8, 3, 1.5f, 3},
  };

  /** A point of a series is moved by this factor from that of the series before, to be seen. */
  private static final double APART = 1.06;

  private final Outcome outcome;
  private final List<Integer> workers;
  private final List<Integer> intervals;

  private AccuracyPlots(Outcome outcome) {
    this.outcome = outcome;
    List<Cell> cells = new ArrayList<>(outcome.byCell().keySet());
    this.workers = cells.stream().map(Cell::workers).distinct().sorted().toList();
    this.intervals =
        cells.stream().filter(c -> !c.isAlone()).map(Cell::interval).distinct().sorted().toList();
  }

  /** All plots by file name without ending. */
  static Map<String, Plot> of(Outcome outcome) {
    AccuracyPlots plots = new AccuracyPlots(outcome);
    Map<String, Plot> all = new LinkedHashMap<>();
    all.put(
        "accuracy-images",
        plots.curves("images", Point::images, "accuracy, %", p -> 100 * p.accuracy()));
    all.put(
        "accuracy-seconds",
        plots.curves("seconds", Point::seconds, "accuracy, %", p -> 100 * p.accuracy()));
    all.put(
        "loss-images", plots.curves("images", Point::images, "test loss, nats", Point::testLoss));
    all.put(
        "loss-seconds",
        plots.curves("seconds", Point::seconds, "test loss, nats", Point::testLoss));
    if (outcome.comparable() && outcome.byCell().size() > 1) {
      all.put("cost", plots.cost());
    }
    return all;
  }

  private Plot curves(
      String of, ToDoubleFunction<Point> x, String what, ToDoubleFunction<Point> y) {
    XYChart chart =
        Plots.lines("%s of %s".formatted(what, outcome.subject().run()), of, what, HEIGHT);
    outcome
        .byCell()
        .forEach(
            (cell, courses) -> {
              Map<Integer, List<Point>> byIteration =
                  courses.stream()
                      .flatMap(course -> course.points().stream())
                      .collect(groupingBy(Point::iteration, TreeMap::new, toList()));
              XYSeries series =
                  chart.addSeries(cell.title(), means(byIteration, x), means(byIteration, y));
              look(series, cell);
            });
    return new Plot(
        chart,
        "%s by %s".formatted(what, of),
        "%s by %s, means over seeds, a line for each of %s"
            .formatted(what, of, outcome.byCell().keySet().stream().map(Cell::title).toList()));
  }

  private static List<Double> means(
      Map<Integer, List<Point>> byIteration, ToDoubleFunction<Point> figure) {
    return byIteration.values().stream()
        .map(points -> points.stream().mapToDouble(figure).average().orElseThrow())
        .toList();
  }

  /** What accuracy loses against one worker, by K. */
  private Plot cost() {
    Figure accuracy = outcome.atEnd(Point::accuracy);
    XYChart chart =
        Plots.lines(
            "accuracy against W = 1, %s".formatted(outcome.subject().run()),
            "K, steps between two averagings",
            "percentage points",
            HEIGHT);
    chart.getStyler().setXAxisLogarithmic(true);
    Map<String, List<Cell>> lines =
        accuracy.cells().stream()
            .filter(cell -> !cell.isAlone())
            .collect(
                groupingBy(
                    cell -> "W = %d, %s".formatted(cell.workers(), Choice.key(cell.batchMode())),
                    LinkedHashMap::new,
                    toList()));
    double shift = 1;
    for (Map.Entry<String, List<Cell>> line : lines.entrySet()) {
      double moved = shift;
      List<Cell> cells = line.getValue();
      XYSeries series =
          chart.addSeries(
              line.getKey(),
              cells.stream().map(cell -> moved * cell.interval()).toList(),
              cells.stream().map(cell -> 100 * accuracy.difference(cell)).toList(),
              accuracy.deviation().isEmpty()
                  ? null
                  : cells.stream()
                      .map(cell -> 100 * accuracy.differenceMargin(cell).getAsDouble())
                      .toList());
      Color colour = colour(cells.get(0));
      series.setLineColor(colour);
      series.setMarkerColor(colour);
      series.setMarker(SeriesMarkers.CIRCLE);
      series.setLineStyle(cells.get(0).batchMode() == BatchMode.SPLIT ? stroke(0) : stroke(2));
      shift *= APART;
    }
    return new Plot(
        chart,
        "accuracy against W = 1",
        "difference of accuracy to W = 1 in percentage points by K, with 95 % intervals");
  }

  private void look(XYSeries series, Cell cell) {
    series.setLineColor(cell.isAlone() ? Color.BLACK : colour(cell));
    series.setMarkerColor(cell.isAlone() ? Color.BLACK : colour(cell));
    series.setMarker(SeriesMarkers.CIRCLE);
    series.setLineStyle(stroke(cell.isAlone() ? 0 : intervals.indexOf(cell.interval())));
  }

  private Color colour(Cell cell) {
    return COLOURS.get(workers.indexOf(cell.workers()) % COLOURS.size());
  }

  private static BasicStroke stroke(int number) {
    float[] dashes = DASHES[number % DASHES.length];
    return number % DASHES.length == 0
        ? new BasicStroke(1.5f)
        : new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dashes, 0);
  }
}
