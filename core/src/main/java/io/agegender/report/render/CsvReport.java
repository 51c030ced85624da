package io.agegender.report.render;

import io.agegender.report.Cell;
import io.agegender.report.CellKey;
import io.agegender.report.Comparison;
import io.agegender.report.FoldResult;
import io.agegender.report.FoldScore;
import io.agegender.report.Results;
import io.agegender.report.Summary;
import io.agegender.score.metrics.FoldStatistic;
import io.agegender.score.metrics.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Results as comma-separated values with a header line: a line for each cell ({@code results.csv}),
 * for each cell and fold ({@code folds.csv}), and for each pair ({@code comparisons.csv}).
 * Fractions are not in percent; what is not there is empty.
 */
final class CsvReport {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator('\n').build();

  private CsvReport() {}

  static String cells(Results results) {
    return print(
        out -> {
          out.printRecord(
              "run",
              "published_row",
              "architecture",
              "target",
              "test_alignment",
              "crop_mode",
              "selection",
              "optimistic",
              "schedule",
              "folds",
              "missing_folds",
              "accuracy_mean",
              "accuracy_population_deviation",
              "accuracy_sample_deviation",
              "accuracy_interval_lower",
              "accuracy_interval_upper",
              "accuracy_pooled",
              "accuracy_mean_distinct_faces",
              "one_off_mean",
              "one_off_population_deviation",
              "one_off_sample_deviation",
              "one_off_interval_lower",
              "one_off_interval_upper",
              "mean_absolute_class_error",
              "published_accuracy",
              "published_one_off",
              "verdict",
              "verdict_reason",
              "one_off_verdict",
              "one_off_verdict_reason");
          for (Cell cell : results.cells()) {
            cell(out, results, cell);
          }
        });
  }

  private static void cell(CSVPrinter out, Results results, Cell cell) throws IOException {
    Summary rows = cell.rows();
    FoldStatistic accuracy = rows.accuracy();
    out.printRecord(
        cell.key().run(),
        cell.key().row(),
        cell.key().run().architecture().title(),
        cell.key().run().target().key(),
        cell.key().testAlignment().key(),
        cell.key().cropMode().key(),
        results.selection().key(),
        results.selection().optimistic(),
        cell.schedule(),
        accuracy.values().size(),
        accuracy.missing().stream().map(String::valueOf).collect(Collectors.joining(" ")),
        text(accuracy.mean()),
        text(accuracy.populationDeviation()),
        text(accuracy.sampleDeviation()),
        cell.accuracyInterval().map(i -> text(i.lower())).orElse(""),
        cell.accuracyInterval().map(i -> text(i.upper())).orElse(""),
        rows.pooled().map(m -> text(m.accuracy())).orElse(""),
        text(cell.distinctFaces().accuracy().mean()),
        rows.oneOff().map(s -> text(s.mean())).orElse(""),
        rows.oneOff().map(s -> text(s.populationDeviation())).orElse(""),
        rows.oneOff().map(s -> text(s.sampleDeviation())).orElse(""),
        cell.oneOffInterval().map(i -> text(i.lower())).orElse(""),
        cell.oneOffInterval().map(i -> text(i.upper())).orElse(""),
        text(rows.meanAbsoluteClassError().mean()),
        cell.published().map(p -> text(p.accuracy())).orElse(""),
        cell.published().map(p -> text(p.oneOff())).orElse(""),
        cell.verdict().kind().key(),
        cell.verdict().reason(),
        cell.oneOffVerdict().map(v -> v.kind().key()).orElse(""),
        cell.oneOffVerdict().map(v -> v.reason()).orElse(""));
  }

  static String folds(Results results) {
    return print(
        out -> {
          out.printRecord(
              "run",
              "test_alignment",
              "crop_mode",
              "test_fold",
              "state",
              "reason",
              "iteration",
              "rows",
              "accuracy",
              "one_off",
              "one_off_iteration",
              "mean_absolute_class_error",
              "distinct_faces",
              "accuracy_distinct_faces",
              "one_off_distinct_faces");
          for (Cell cell : results.cells()) {
            for (FoldResult fold : cell.folds()) {
              fold(out, cell.key(), fold);
            }
          }
        });
  }

  private static void fold(CSVPrinter out, CellKey key, FoldResult fold) throws IOException {
    out.printRecord(
        key.run(),
        key.testAlignment().key(),
        key.cropMode().key(),
        fold.testFold(),
        fold.state().key(),
        fold.reason(),
        fold.score().map(s -> Long.toString(s.iteration())).orElse(""),
        fold.score().map(s -> Long.toString(s.rows().rows())).orElse(""),
        figure(fold, s -> s.rows().accuracy()),
        fold.oneOffScore().map(s -> text(s.rows().oneOff())).orElse(""),
        fold.oneOffScore()
            .filter(s -> s.rows().oneOff().isPresent())
            .map(s -> Long.toString(s.iteration()))
            .orElse(""),
        figure(fold, s -> s.rows().meanAbsoluteClassError()),
        fold.score().map(FoldScore::distinctFaces).map(m -> Long.toString(m.rows())).orElse(""),
        figure(fold, s -> s.distinctFaces().accuracy()),
        fold.oneOffScore()
            .map(FoldScore::distinctFaces)
            .map(Metrics::oneOff)
            .map(CsvReport::text)
            .orElse(""));
  }

  static String comparisons(Results results) {
    return print(
        out -> {
          out.printRecord(
              "first",
              "second",
              "crop_mode",
              "folds",
              "mean_difference",
              "faces",
              "only_first",
              "only_second",
              "p_value",
              "holm_p_value");
          for (Comparison c : results.comparisons()) {
            out.printRecord(
                c.first().run(),
                c.second().run(),
                c.first().cropMode().key(),
                c.difference().values().size(),
                text(c.difference().mean()),
                c.test().faces(),
                c.test().onlyFirst(),
                c.test().onlySecond(),
                text(c.test().pValue()),
                text(c.adjustedP()));
          }
        });
  }

  private interface Content {
    void to(CSVPrinter out) throws IOException;
  }

  private static String print(Content content) {
    StringBuilder text = new StringBuilder();
    try (CSVPrinter out = new CSVPrinter(text, FORMAT)) {
      content.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return text.toString();
  }

  private static String figure(FoldResult fold, ToDoubleFunction<FoldScore> figure) {
    return fold.score().map(s -> text(figure.applyAsDouble(s))).orElse("");
  }

  private static String text(OptionalDouble value) {
    return value.isPresent() ? text(value.getAsDouble()) : "";
  }

  private static String text(double value) {
    return Double.toString(value);
  }
}
