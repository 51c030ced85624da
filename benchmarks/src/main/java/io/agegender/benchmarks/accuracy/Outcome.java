// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.accuracy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What was measured, and what it says.
 *
 * @param subject configuration, dataset and lengths, for the head of the files
 * @param courses of the runs that were trained to their end
 * @param failures of the others, as sentences
 */
public record Outcome(Subject subject, List<Course> courses, List<String> failures) {
  /**
   * What was trained.
   *
   * @param run the configuration and its test fold
   * @param dataset its folder's name
   * @param machine processors and threads
   * @param images that each run learnt from
   * @param batch faces of a step; of all workers, or of each
   * @param testFaces that accuracy is measured on
   */
  record Subject(
      String run, String dataset, String machine, long images, int batch, long testFaces) {}

  public Outcome {
    courses = List.copyOf(courses);
    failures = List.copyOf(failures);
  }

  /** The courses by way. */
  Map<Cell, List<Course>> byCell() {
    return courses.stream()
        .sorted(
            Comparator.comparingInt((Course c) -> c.member().cell().workers())
                .thenComparing(c -> c.member().cell().batchMode())
                .thenComparingInt(c -> c.member().cell().interval())
                .thenComparingLong(c -> c.member().seed()))
        .collect(
            Collectors.groupingBy(c -> c.member().cell(), LinkedHashMap::new, Collectors.toList()));
  }

  /** A figure at the end of the runs. */
  Figure atEnd(ToDoubleFunction<Point> figure) {
    Map<Cell, double[]> values = new LinkedHashMap<>();
    byCell()
        .forEach(
            (cell, some) ->
                values.put(cell, some.stream().map(Course::end).mapToDouble(figure).toArray()));
    return Figure.of(values);
  }

  /** Whether one worker alone is there to compare with. */
  boolean comparable() {
    return byCell().containsKey(Cell.ALONE);
  }

  /** The verdict, a sentence a line. */
  public List<String> verdict() {
    if (!comparable()) {
      return List.of("W = 1 was not trained to its end, so nothing can be compared with it.");
    }
    Figure accuracy = atEnd(Point::accuracy);
    Figure seconds = atEnd(Point::seconds);
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s: W = 1 reaches %s after %d images."
            .formatted(
                subject.run(),
                percent(accuracy.mean(Cell.ALONE), accuracy.margin(Cell.ALONE)),
                subject.images()));
    List<Cell> others = accuracy.cells().stream().filter(cell -> !cell.isAlone()).toList();
    List<Cell> worse = new ArrayList<>();
    List<Cell> better = new ArrayList<>();
    for (Cell cell : others) {
      OptionalDouble margin = accuracy.differenceMargin(cell);
      if (margin.isPresent() && accuracy.difference(cell) + margin.getAsDouble() < 0) {
        worse.add(cell);
      } else if (margin.isPresent() && accuracy.difference(cell) - margin.getAsDouble() > 0) {
        better.add(cell);
      }
    }
    if (others.isEmpty()) {
      return lines;
    }
    if (accuracy.deviation().isEmpty()) {
      lines.add("One seed says nothing about chance: take several seeds for a verdict.");
    } else {
      lines.add("Less accurate than W = 1 beyond chance: %s.".formatted(list(worse, accuracy)));
      if (!better.isEmpty()) {
        lines.add("More accurate beyond chance: %s.".formatted(list(better, accuracy)));
      }
      double smallest =
          others.stream()
              .mapToDouble(cell -> accuracy.differenceMargin(cell).getAsDouble())
              .min()
              .orElseThrow();
      lines.add(
          String.format(
              Locale.ROOT,
              "These seeds show no difference below %.1f points; %d comparisons at 95 %% find about %.1f by chance alone.",
              100 * smallest,
              others.size(),
              0.05 * others.size()));
    }
    Cell fastest = others.stream().min(Comparator.comparingDouble(seconds::mean)).orElseThrow();
    Cell slowest = others.stream().max(Comparator.comparingDouble(seconds::mean)).orElseThrow();
    lines.add(
        String.format(
            Locale.ROOT,
            "Rounds took from %.2f (%s) to %.2f times (%s) as long as those of W = 1, on %s.",
            seconds.mean(fastest) / seconds.mean(Cell.ALONE),
            fastest.title(),
            seconds.mean(slowest) / seconds.mean(Cell.ALONE),
            slowest.title(),
            subject.machine()));
    return lines;
  }

  private static String list(List<Cell> cells, Figure accuracy) {
    return cells.isEmpty()
        ? "none"
        : cells.stream()
            .map(
                cell ->
                    "%s (%s points)"
                        .formatted(
                            cell.title(),
                            points(accuracy.difference(cell), accuracy.differenceMargin(cell))))
            .collect(Collectors.joining("; "));
  }

  /** A fraction and its margin in percent, such as {@code 81.3 % ± 1.2}. */
  static String percent(double fraction, OptionalDouble margin) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * fraction) + plusMinus(margin);
  }

  /** A difference and its margin in percentage points, such as {@code -2.0 ± 1.2}. */
  static String points(double difference, OptionalDouble margin) {
    return String.format(Locale.ROOT, "%+.1f", 100 * difference) + plusMinus(margin);
  }

  private static String plusMinus(OptionalDouble margin) {
    return margin.isEmpty()
        ? ""
        : String.format(Locale.ROOT, " ± %.1f", 100 * margin.getAsDouble());
  }
}
