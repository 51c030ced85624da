// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.accuracy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.foundation.error.Choice;
import io.agegender.foundation.json.Json;
import io.agegender.storage.FileStore;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * An {@link Outcome} as files: {@code accuracy.csv} (a row for each run and checkpoint), {@code
 * accuracy.json}, {@code accuracy.md} (verdict and table) and a plot in each {@code .svg}.
 */
final class AccuracyFiles {
  private static final int FORMAT = 1;
  private static final String HEADER =
      "workers,interval,batch_mode,seed,iteration,images,seconds,training_loss,accuracy,test_loss\n";

  private AccuracyFiles() {}

  static void write(Outcome outcome, FileStore folder) {
    folder.write("accuracy.csv", csv(outcome));
    folder.write("accuracy.json", Json.pretty(json(outcome)) + "\n");
    folder.write("accuracy.md", markdown(outcome));
    AccuracyPlots.of(outcome)
        .forEach((name, plot) -> folder.write(name + ".svg", out -> out.write(plot.svg())));
  }

  private static String csv(Outcome outcome) {
    StringBuilder text = new StringBuilder(HEADER);
    for (Course course : outcome.courses()) {
      Cell cell = course.member().cell();
      for (Point p : course.points()) {
        text.append(
            String.format(
                Locale.ROOT,
                "%d,%d,%s,%d,%d,%d,%.3f,%.6f,%.6f,%.6f%n",
                cell.workers(),
                cell.interval(),
                Choice.key(cell.batchMode()),
                course.member().seed(),
                p.iteration(),
                p.images(),
                p.seconds(),
                p.trainingLoss(),
                p.accuracy(),
                p.testLoss()));
      }
    }
    return text.toString();
  }

  private static ObjectNode json(Outcome outcome) {
    ObjectNode root = Json.object();
    root.put("format-version", FORMAT);
    root.setAll((ObjectNode) Json.tree(outcome.subject()));
    outcome.verdict().forEach(root.putArray("verdict")::add);
    outcome.failures().forEach(root.putArray("failures")::add);
    Figure accuracy = outcome.atEnd(Point::accuracy);
    Figure loss = outcome.atEnd(Point::testLoss);
    Figure seconds = outcome.atEnd(Point::seconds);
    ArrayNode ways = root.putArray("ways");
    outcome
        .byCell()
        .forEach(
            (cell, courses) -> {
              ObjectNode way = ways.addObject();
              way.put("workers", cell.workers());
              way.put("interval", cell.interval());
              way.put("batch-mode", Choice.key(cell.batchMode()));
              figure(way.putObject("accuracy"), accuracy, cell, outcome.comparable());
              figure(way.putObject("test-loss"), loss, cell, outcome.comparable());
              figure(way.putObject("seconds"), seconds, cell, outcome.comparable());
              ArrayNode runs = way.putArray("runs");
              courses.forEach(course -> course(runs.addObject(), course));
            });
    return root;
  }

  private static void figure(ObjectNode node, Figure figure, Cell cell, boolean comparable) {
    node.put("mean", figure.mean(cell));
    put(node, "margin", figure.margin(cell));
    if (comparable) {
      node.put("difference", figure.difference(cell));
      put(node, "difference-margin", figure.differenceMargin(cell));
    }
  }

  private static void put(ObjectNode node, String name, OptionalDouble value) {
    value.ifPresent(v -> node.put(name, v));
  }

  private static void course(ObjectNode node, Course course) {
    node.put("seed", course.member().seed());
    ArrayNode points = node.putArray("points");
    course.points().forEach(point -> points.add(Json.tree(point)));
  }

  static String markdown(Outcome outcome) {
    Outcome.Subject subject = outcome.subject();
    StringBuilder text = new StringBuilder();
    text.append("# What averaging costs: %s%n%n".formatted(subject.run()));
    outcome.verdict().forEach(line -> text.append("- ").append(line).append('\n'));
    outcome.failures().forEach(line -> text.append("- Not trained: ").append(line).append('\n'));
    text.append(
        "%nDataset %s, %d test faces, batch %d, %d images a run, %s. ± is half of a 95 %% interval over seeds; the spread of a run is estimated from all rows together.%n%n"
            .formatted(
                subject.dataset(),
                subject.testFaces(),
                subject.batch(),
                subject.images(),
                subject.machine()));
    text.append(
        "| W | K | batch | seeds | accuracy | against W = 1, points | test loss, nats | seconds of rounds | times W = 1 |\n");
    text.append("|---|---|---|---|---|---|---|---|---|\n");
    Figure accuracy = outcome.atEnd(Point::accuracy);
    Figure loss = outcome.atEnd(Point::testLoss);
    Figure seconds = outcome.atEnd(Point::seconds);
    outcome
        .byCell()
        .forEach(
            (cell, courses) ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "| %d | %s | %s | %d | %s | %s | %.3f%s | %.1f | %s |%n",
                        cell.workers(),
                        cell.isAlone() ? "" : String.valueOf(cell.interval()),
                        cell.isAlone() ? "" : Choice.key(cell.batchMode()),
                        courses.size(),
                        Outcome.percent(accuracy.mean(cell), accuracy.margin(cell)),
                        cell.isAlone() || !outcome.comparable()
                            ? ""
                            : Outcome.points(
                                accuracy.difference(cell), accuracy.differenceMargin(cell)),
                        loss.mean(cell),
                        plusMinus(loss.margin(cell)),
                        seconds.mean(cell),
                        outcome.comparable()
                            ? String.format(
                                Locale.ROOT, "%.2f", seconds.mean(cell) / seconds.mean(Cell.ALONE))
                            : "")));
    return text.toString();
  }

  private static String plusMinus(OptionalDouble margin) {
    return margin.isEmpty() ? "" : String.format(Locale.ROOT, " ± %.3f", margin.getAsDouble());
  }
}
