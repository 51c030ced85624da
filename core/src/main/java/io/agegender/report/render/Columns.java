// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.render;

import static io.agegender.report.render.Column.Format.HUNDREDTHS;
import static io.agegender.report.render.Column.Format.PERCENT;
import static io.agegender.report.render.Column.Format.PLAIN;
import static io.agegender.report.render.Column.Format.SIGNED;
import static io.agegender.report.render.Column.Style.HEAD;
import static io.agegender.report.render.Column.Style.LINK;
import static io.agegender.report.render.Column.Style.REASON;
import static io.agegender.report.render.Column.Style.VERDICT;
import static io.agegender.report.render.Column.View.CONSOLE;
import static io.agegender.report.render.Column.View.CSV;
import static io.agegender.report.render.Column.View.HTML;
import static io.agegender.report.render.Column.View.JSON;
import static io.agegender.report.render.Column.View.MARKDOWN;
import static io.agegender.report.render.Column.View.SWAPPED;
import static io.agegender.report.render.Column.file;
import static io.agegender.report.render.Column.named;
import static io.agegender.report.render.Column.number;
import static io.agegender.report.render.Column.shown;
import static io.agegender.report.render.Column.word;
import static io.agegender.report.render.JsonReport.array;
import static io.agegender.report.render.JsonReport.object;

import io.agegender.foundation.json.Json;
import io.agegender.report.Cell;
import io.agegender.report.CellKey;
import io.agegender.report.Comparison;
import io.agegender.report.Curve;
import io.agegender.report.CurvePoint;
import io.agegender.report.FoldResult;
import io.agegender.report.FoldScore;
import io.agegender.report.MissingFolds;
import io.agegender.report.PublishedTable;
import io.agegender.report.Results;
import io.agegender.report.Summary;
import io.agegender.report.Verdict;
import io.agegender.score.metrics.Bootstrap.Interval;
import io.agegender.score.metrics.ClassMetrics;
import io.agegender.score.metrics.FoldStatistic;
import io.agegender.score.metrics.Metrics;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every column of a report. A new one is a line in a list here and a line in {@code
 * docs/results-schema.md}; CSV, JSON, HTML, Markdown and the console walk these lists.
 */
final class Columns {
  /** One fold of a cell. */
  record Fold(CellKey key, FoldResult result) {
    static List<Fold> of(Cell cell) {
      return cell.folds().stream().map(fold -> new Fold(cell.key(), fold)).toList();
    }

    private Optional<Long> iteration() {
      return result.score().map(FoldScore::iteration);
    }

    private Optional<?> rows(Function<Metrics, ?> figure) {
      return result.score().map(FoldScore::rows).map(figure);
    }

    private Optional<?> faces(Function<Metrics, ?> figure) {
      return result.score().map(FoldScore::distinctFaces).map(figure);
    }

    private Optional<OptionalDouble> oneOff(Function<FoldScore, Metrics> metrics) {
      return result.oneOffScore().map(metrics).map(Metrics::oneOff);
    }

    private Optional<Long> oneOffIteration() {
      return result
          .oneOffScore()
          .filter(score -> score.rows().oneOff().isPresent())
          .map(FoldScore::iteration);
    }

    /** The snapshot of 1-off where it is another: with the choice of the best on the test faces. */
    private Optional<FoldScore> otherScore() {
      return result.oneOffScore().filter(other -> !result.score().equals(Optional.of(other)));
    }
  }

  /** A figure beside the published one. */
  record Judged(Cell cell, String figure, String own, double published, Verdict verdict) {}

  /** The metrics of one set of predictions. */
  static final List<Column<Metrics>> METRICS =
      List.of(
          file("count", Metrics::rows, JSON),
          file("accuracy", Metrics::accuracy, JSON),
          file("one-off", Metrics::oneOff, JSON),
          file("mean-absolute-class-error", Metrics::meanAbsoluteClassError, JSON),
          file("confusion", m -> m.confusion().counts(), JSON),
          file("classes", m -> array(Columns.CLASSES, m.classes()), JSON));

  private static final List<Column<FoldStatistic>> STATISTIC =
      List.of(
          file("mean", FoldStatistic::mean, JSON),
          file("population-deviation", FoldStatistic::populationDeviation, JSON),
          file("sample-deviation", FoldStatistic::sampleDeviation, JSON),
          file("folds", FoldStatistic::values, JSON),
          file("missing-folds", FoldStatistic::missing, JSON));

  private static final List<Column<Summary>> SUMMARY =
      List.of(
          file("accuracy", s -> object(STATISTIC, s.accuracy()), JSON),
          file("one-off", s -> s.oneOff().map(o -> object(STATISTIC, o)), JSON),
          file(
              "mean-absolute-class-error",
              s -> object(STATISTIC, s.meanAbsoluteClassError()),
              JSON),
          file("pooled", s -> s.pooled().map(m -> object(METRICS, m)), JSON));

  private static final List<Column<FoldScore>> SCORE =
      List.of(
          file("iteration", FoldScore::iteration, JSON),
          file("rows", s -> object(METRICS, s.rows()), JSON),
          file("distinct-faces", s -> object(METRICS, s.distinctFaces()), JSON));

  private static final List<Column<PublishedTable.Cell>> PUBLISHED =
      List.of(
          file("accuracy", PublishedTable.Cell::accuracy, JSON),
          file("one-off", PublishedTable.Cell::oneOff, JSON));

  private static final List<Column<CellKey>> KEY =
      List.of(
          file("run", k -> k.run().toString(), JSON),
          file("test-alignment", k -> k.testAlignment().key(), JSON),
          file("crop-mode", k -> k.cropMode().key(), JSON));

  /** The points of a learning curve. */
  static final List<Column<CurvePoint>> POINTS =
      List.of(
          file("iteration", CurvePoint::iteration, JSON),
          file("train-loss", CurvePoint::trainLoss, JSON),
          file("validation-accuracy", CurvePoint::validationAccuracy, JSON),
          file("test-accuracy", CurvePoint::testAccuracy, JSON));

  /** How each run learnt. */
  static final List<Column<Curve>> CURVES =
      List.of(
          file("run", c -> c.run().toString(), JSON),
          file("test-fold", Curve::testFold, JSON),
          file("points", c -> array(POINTS, c.points()), JSON));

  /** A line for each cell and fold. */
  static final List<Column<Fold>> FOLDS =
      List.of(
          file("run", f -> f.key().run().toString(), CSV),
          file("test_alignment", f -> f.key().testAlignment().key(), CSV),
          file("crop_mode", f -> f.key().cropMode().key(), CSV),
          named(
              "test_fold",
              shown(
                  "Fold",
                  HEAD,
                  f -> f.result().testFold(),
                  f -> Integer.toString(f.result().testFold()),
                  HTML)),
          file("state", f -> f.result().state().key()),
          word("State", f -> Words.state(f.result().state()), HTML),
          file("reason", f -> f.result().reason()),
          file("score", f -> f.result().score().map(s -> object(SCORE, s)), JSON),
          file("one-off-score", f -> f.otherScore().map(s -> object(SCORE, s)), JSON),
          named("iteration", number("Iteration", PLAIN, f -> f.iteration(), HTML), CSV),
          named("rows", number("Rows", PLAIN, f -> f.rows(Metrics::rows), HTML), CSV),
          named("accuracy", number("Accuracy", PERCENT, f -> f.rows(Metrics::accuracy), HTML), CSV),
          named("one_off", number("1-off", PERCENT, f -> f.oneOff(FoldScore::rows), HTML), CSV),
          file("one_off_iteration", Fold::oneOffIteration, CSV),
          named(
              "mean_absolute_class_error",
              number("Class error", HUNDREDTHS, f -> f.rows(Metrics::meanAbsoluteClassError), HTML),
              CSV),
          named("distinct_faces", number("Faces", PLAIN, f -> f.faces(Metrics::rows), HTML), CSV),
          named(
              "accuracy_distinct_faces",
              number("Accuracy of faces", PERCENT, f -> f.faces(Metrics::accuracy), HTML),
              CSV),
          file("one_off_distinct_faces", f -> f.oneOff(FoldScore::distinctFaces), CSV),
          shown("Reason", REASON, f -> f.result().reason(), HTML));

  /** A line for each cell and reason why folds of it have no figures. */
  static final List<Column<MissingFolds>> MISSING =
      List.of(
          shown("Run", HEAD, m -> m.key().run().toString(), HTML),
          word("Test faces", m -> m.key().testAlignment().key(), HTML),
          word("Crops", m -> Words.crops(m.key().cropMode()), HTML),
          word("Cell", m -> m.key().toString(), MARKDOWN),
          word("Folds", MissingFolds::foldsInWords, HTML, MARKDOWN),
          word("State", m -> Words.state(m.why().state()), HTML, MARKDOWN),
          shown("Reason", REASON, m -> m.why().reason(), HTML, MARKDOWN));

  /** A line for each pair of configurations. */
  static final List<Column<Comparison>> COMPARISONS =
      List.of(
          file("first", c -> object(KEY, c.first()), JSON),
          file("second", c -> object(KEY, c.second()), JSON),
          named("first", shown("First", HEAD, c -> c.first().run().toString(), HTML), CSV),
          named("second", word("Second", c -> c.second().run().toString(), HTML), CSV),
          word("First", c -> Words.code(c.first()), MARKDOWN),
          word("Second", c -> Words.code(c.second()), MARKDOWN),
          file("crop_mode", c -> c.first().cropMode().key(), CSV),
          file("folds", c -> c.difference().values().size(), CSV),
          file("difference", c -> object(STATISTIC, c.difference()), JSON),
          named(
              "mean_difference",
              number("Points", c -> c.difference().mean(), Words::difference, HTML),
              CSV),
          word("Difference, points", Words::difference, MARKDOWN),
          file("faces", c -> c.test().faces(), CSV),
          file("both", c -> c.test().both(), JSON),
          named(
              "only_first", number("Only first", PLAIN, c -> c.test().onlyFirst(), HTML, MARKDOWN)),
          named(
              "only_second",
              number("Only second", PLAIN, c -> c.test().onlySecond(), HTML, MARKDOWN)),
          file("neither", c -> c.test().neither(), JSON),
          named(
              "p_value",
              number("p", c -> c.test().pValue(), c -> Words.probability(c.test().pValue()), HTML)),
          named(
              "holm_p_value",
              number("p, Holm", c -> c.adjustedP(), c -> Words.probability(c.adjustedP()), HTML)),
          word("p (Holm)", c -> Words.probability(c.adjustedP()), MARKDOWN));

  /** The metrics of each class. */
  static final List<Column<ClassMetrics>> CLASSES =
      List.of(
          named("label", shown("Class", HEAD, ClassMetrics::label, HTML), JSON),
          named("faces", number("Rows", PLAIN, ClassMetrics::faces, HTML), JSON),
          named("precision", number("Precision", PERCENT, ClassMetrics::precision, HTML), JSON),
          named("recall", number("Recall", PERCENT, ClassMetrics::recall, HTML), JSON),
          named("f1", number("F1", PERCENT, ClassMetrics::f1, HTML), JSON));

  /** A line for each figure that has a published one. */
  static final List<Column<Judged>> JUDGED =
      List.of(
          word("Configuration", j -> Words.code(j.cell().key()), MARKDOWN),
          word("Figure", Judged::figure, MARKDOWN),
          word("Here", Judged::own, MARKDOWN),
          number("Published", PERCENT, Judged::published, MARKDOWN),
          word("Verdict", j -> j.verdict().kind().title(), MARKDOWN),
          word("Reason", j -> j.verdict().reason(), MARKDOWN));

  /** A line for each cell. */
  static List<Column<Cell>> cells(Results results) {
    String mark = Words.mark(results);
    return List.of(
        named("run", word("Run", c -> c.key().run().toString(), CONSOLE)),
        word("Configuration", c -> Words.code(c.key()), SWAPPED),
        word("Cell", c -> c.key().toString(), MARKDOWN),
        shown("Row", HEAD, c -> c.key().row() + (c.key().home() ? "" : " swapped"), HTML),
        file("published_row", c -> c.key().row(), CSV),
        shown("Network", LINK, c -> "#" + HtmlReport.id(c), Columns::network, HTML),
        file("architecture", Columns::network, CSV),
        named("target", word("Target", c -> c.key().run().target().key(), HTML), CSV),
        named(
            "test_alignment",
            word("Test faces", c -> c.key().testAlignment().key(), HTML, CONSOLE, SWAPPED)),
        word("Crops", c -> Words.crops(c.key().cropMode()), HTML),
        named("crop_mode", word("Crops", c -> c.key().cropMode().key(), CONSOLE, SWAPPED)),
        // results.json is compared byte by byte: its keys keep their order.
        file("target", c -> c.key().run().target().key(), JSON),
        file("architecture", Columns::network, JSON),
        file("published-row", c -> c.key().row(), JSON),
        file("selection", c -> results.selection().key(), CSV),
        file("optimistic", c -> results.selection().optimistic(), CSV),
        file("schedule", Cell::schedule),
        file("folds", c -> array(FOLDS, Fold.of(c)), JSON),
        named("folds", number("Folds", c -> scored(c), Columns::folds, HTML), CSV),
        file("missing_folds", Columns::missing, CSV),
        file("rows", c -> object(SUMMARY, c.rows()), JSON),
        number("Rows", PLAIN, c -> c.rows().pooled().map(Metrics::rows), MARKDOWN),
        named(
            "accuracy_mean",
            number(
                "Accuracy",
                c -> c.rows().accuracy().mean(),
                c -> Words.spread(c.rows().accuracy()) + mark,
                HTML),
            CSV),
        word("Accuracy %", c -> c.rows().accuracy().percent() + mark, CONSOLE),
        word("Accuracy", c -> c.rows().accuracy().percent() + mark, SWAPPED),
        word("Accuracy", c -> c.rows().accuracy().percent(), MARKDOWN),
        file("accuracy_population_deviation", c -> c.rows().accuracy().populationDeviation(), CSV),
        file("accuracy_sample_deviation", c -> c.rows().accuracy().sampleDeviation(), CSV),
        named(
            "accuracy_interval_lower",
            number(
                "Interval",
                c -> c.accuracyInterval().map(Interval::lower),
                c -> c.accuracyInterval().map(Words::interval).orElse(""),
                HTML),
            CSV),
        file("accuracy_interval_upper", c -> c.accuracyInterval().map(Interval::upper), CSV),
        file("distinct-faces", c -> object(SUMMARY, c.distinctFaces()), JSON),
        number("Faces", PLAIN, c -> c.distinctFaces().pooled().map(Metrics::rows), MARKDOWN),
        word("Accuracy of faces", c -> c.distinctFaces().accuracy().percent(), MARKDOWN),
        number(
            "Distinct faces",
            c -> c.distinctFaces().accuracy().mean(),
            c -> Words.spread(c.distinctFaces().accuracy()),
            HTML),
        named(
            "accuracy_pooled",
            number(
                "Pooled", PERCENT, c -> c.rows().pooled().map(Metrics::accuracy), HTML, MARKDOWN),
            CSV),
        file("accuracy_mean_distinct_faces", c -> c.distinctFaces().accuracy().mean(), CSV),
        file("accuracy-interval", c -> c.accuracyInterval().map(Json::tree), JSON),
        file("one-off-interval", c -> c.oneOffInterval().map(Json::tree), JSON),
        named(
            "one_off_mean",
            number(
                "1-off",
                c -> c.rows().oneOff().map(FoldStatistic::mean),
                c -> c.rows().oneOff().map(Words::spread).orElse(""),
                HTML),
            CSV),
        word("1-off %", Columns::oneOff, CONSOLE),
        word("1-off", Columns::oneOff, SWAPPED),
        file(
            "one_off_population_deviation",
            c -> c.rows().oneOff().map(FoldStatistic::populationDeviation),
            CSV),
        file(
            "one_off_sample_deviation",
            c -> c.rows().oneOff().map(FoldStatistic::sampleDeviation),
            CSV),
        file("one_off_interval_lower", c -> c.oneOffInterval().map(Interval::lower), CSV),
        file("one_off_interval_upper", c -> c.oneOffInterval().map(Interval::upper), CSV),
        named(
            "mean_absolute_class_error",
            number("Class error", HUNDREDTHS, c -> c.rows().meanAbsoluteClassError().mean(), HTML),
            CSV),
        file("published", c -> c.published().map(p -> object(PUBLISHED, p)), JSON),
        named(
            "published_accuracy",
            number(
                "Published",
                c -> c.published().map(PublishedTable.Cell::accuracy),
                c -> c.published().map(Words::published).orElse(""),
                HTML,
                CONSOLE),
            CSV),
        file("published_one_off", c -> c.published().map(PublishedTable.Cell::oneOff), CSV),
        number("Difference", SIGNED, Columns::difference, HTML),
        file("verdict", c -> Json.tree(c.verdict()), JSON),
        file("one-off-verdict", c -> c.oneOffVerdict().map(Json::tree), JSON),
        file("verdict", c -> c.verdict().kind().key(), CSV),
        shown("Verdict", VERDICT, c -> c, c -> c.verdict().kind().title(), HTML, CONSOLE),
        file("verdict_reason", c -> c.verdict().reason(), CSV),
        file("one_off_verdict", c -> c.oneOffVerdict().map(v -> v.kind().key()), CSV),
        file("one_off_verdict_reason", c -> c.oneOffVerdict().map(Verdict::reason), CSV),
        shown("Reason", REASON, Columns::reasons, HTML));
  }

  /** The members of {@code results.json}. */
  static final List<Column<Results>> RESULTS =
      List.of(
          file("format", r -> JsonReport.FORMAT, JSON),
          file("format-version", r -> JsonReport.VERSION, JSON),
          file("selection", r -> r.selection().key(), JSON),
          file("optimistic", r -> r.selection().optimistic(), JSON),
          file("dataset-sha256", Results::dataset, JSON),
          file("tolerance-points", Results::tolerancePoints, JSON),
          file("published-source", r -> r.published().map(PublishedTable::source), JSON),
          file("cells", r -> array(cells(r), r.cells()), JSON),
          file("comparisons", r -> array(COMPARISONS, r.comparisons()), JSON),
          file("curves", r -> array(CURVES, r.curves()), JSON));

  private Columns() {}

  private static String network(Cell cell) {
    return cell.key().run().architecture().title();
  }

  private static int scored(Cell cell) {
    return cell.rows().accuracy().values().size();
  }

  private static String folds(Cell cell) {
    return "%d of %d".formatted(scored(cell), cell.rows().accuracy().expected());
  }

  private static String missing(Cell cell) {
    return cell.rows().accuracy().missing().stream()
        .map(String::valueOf)
        .collect(Collectors.joining(" "));
  }

  private static String oneOff(Cell cell) {
    return cell.rows().oneOff().map(FoldStatistic::percent).orElse("");
  }

  /** From the published value, in percentage points. */
  private static Optional<Double> difference(Cell cell) {
    OptionalDouble own = cell.rows().accuracy().mean();
    return cell.published()
        .filter(p -> own.isPresent())
        .map(p -> 100 * (own.getAsDouble() - p.accuracy()));
  }

  private static String reasons(Cell cell) {
    String reason = cell.verdict().reason();
    return cell.oneOffVerdict()
        .map(Verdict::reason)
        .filter(oneOff -> !oneOff.equals(reason))
        .map(oneOff -> reason + "; 1-off: " + oneOff)
        .orElse(reason);
  }
}
