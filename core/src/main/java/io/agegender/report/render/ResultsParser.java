package io.agegender.report.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.json.Json;
import io.agegender.report.Cell;
import io.agegender.report.Comparison;
import io.agegender.report.Curve;
import io.agegender.report.CurvePoint;
import io.agegender.report.PublishedTable;
import io.agegender.report.Results;
import io.agegender.report.SelectionRule;
import io.agegender.run.RunName;
import io.agegender.score.Protocol;
import io.agegender.score.metrics.FoldStatistic;
import io.agegender.score.metrics.McNemar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Owns the format of {@code results.json}, version 1; docs/results-schema.md describes it. Values
 * that follow from others are written for readers and computed again on reading.
 */
public final class ResultsParser {
  private static final String FORMAT = "agegender-results";
  private static final int VERSION = 1;

  private ResultsParser() {}

  /** The same results give the same text; it ends with a line feed. */
  public static String toJson(Results results) {
    ObjectNode root = Json.object();
    root.put("format", FORMAT);
    root.put("format-version", VERSION);
    root.put("selection", results.selection().key());
    root.put("optimistic", results.selection().optimistic());
    root.put("dataset-sha256", results.dataset());
    root.put("tolerance-points", results.tolerancePoints());
    root.put("published-source", PublishedTable.published().source());
    ArrayNode cells = root.putArray("cells");
    results.cells().forEach(cell -> cells.add(CellJson.toJson(cell)));
    ArrayNode comparisons = root.putArray("comparisons");
    results.comparisons().forEach(c -> comparisons.add(toJson(c)));
    ArrayNode curves = root.putArray("curves");
    results.curves().forEach(c -> curves.add(toJson(c)));
    return Json.pretty(root) + "\n";
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @param where the file, for messages
   * @throws UsageException if it is no such text, of another version, or lacks something
   */
  public static Results fromJson(String json, String where) {
    try {
      JsonNode root = Json.tree(json);
      if (!root.path("format").asText().equals(FORMAT)) {
        throw new UsageException(
            "%s: no results of ours ('format' is not %s)".formatted(where, FORMAT));
      }
      int version = root.required("format-version").intValue();
      if (version != VERSION) {
        throw new UsageException(
            "%s: results of format version %d; this program reads version %d"
                .formatted(where, version, VERSION));
      }
      List<Cell> cells = new ArrayList<>();
      root.required("cells").forEach(cell -> cells.add(CellJson.cell(cell)));
      List<Comparison> comparisons = new ArrayList<>();
      root.required("comparisons").forEach(c -> comparisons.add(comparison(c)));
      List<Curve> curves = new ArrayList<>();
      root.required("curves").forEach(c -> curves.add(curve(c)));
      return new Results(
          SelectionRule.of(root.required("selection").textValue()),
          root.required("dataset-sha256").textValue(),
          root.required("tolerance-points").doubleValue(),
          cells,
          comparisons,
          curves);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new UsageException(
          "%s: broken results (%s); make the report again".formatted(where, e.getMessage()), e);
    }
  }

  private static ObjectNode toJson(Comparison comparison) {
    ObjectNode node = Json.object();
    node.set("first", CellJson.toJson(comparison.first()));
    node.set("second", CellJson.toJson(comparison.second()));
    node.set("difference", MetricsJson.toJson(comparison.difference()));
    node.put("both", comparison.test().both());
    node.put("only-first", comparison.test().onlyFirst());
    node.put("only-second", comparison.test().onlySecond());
    node.put("neither", comparison.test().neither());
    node.put("p-value", comparison.test().pValue());
    node.put("holm-p-value", comparison.adjustedP());
    return node;
  }

  private static Comparison comparison(JsonNode node) {
    Map<Integer, Double> differences = new TreeMap<>();
    node.required("difference")
        .required("folds")
        .fields()
        .forEachRemaining(
            f -> differences.put(Integer.valueOf(f.getKey()), f.getValue().doubleValue()));
    return new Comparison(
        CellJson.key(node.required("first")),
        CellJson.key(node.required("second")),
        FoldStatistic.of(differences, Protocol.FOLDS),
        new McNemar(
            node.required("both").longValue(),
            node.required("only-first").longValue(),
            node.required("only-second").longValue(),
            node.required("neither").longValue(),
            node.required("p-value").doubleValue()),
        node.required("holm-p-value").doubleValue());
  }

  private static ObjectNode toJson(Curve curve) {
    ObjectNode node = Json.object();
    node.put("run", curve.run().toString());
    node.put("test-fold", curve.testFold());
    ArrayNode points = node.putArray("points");
    for (CurvePoint point : curve.points()) {
      ObjectNode one = points.addObject();
      one.put("iteration", point.iteration());
      MetricsJson.put(one, "train-loss", point.trainLoss());
      MetricsJson.put(one, "validation-accuracy", point.validationAccuracy());
      MetricsJson.put(one, "test-accuracy", point.testAccuracy());
    }
    return node;
  }

  private static Curve curve(JsonNode node) {
    List<CurvePoint> points = new ArrayList<>();
    node.required("points")
        .forEach(
            point ->
                points.add(
                    new CurvePoint(
                        point.required("iteration").longValue(),
                        MetricsJson.optional(point, "train-loss"),
                        MetricsJson.optional(point, "validation-accuracy"),
                        MetricsJson.optional(point, "test-accuracy"))));
    return new Curve(
        RunName.parse(node.required("run").textValue()),
        node.required("test-fold").intValue(),
        points);
  }
}
