package io.agegender.report.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.adience.Alignment;
import io.agegender.adience.Target;
import io.agegender.foundation.error.Choice;
import io.agegender.report.Cell;
import io.agegender.report.CellKey;
import io.agegender.report.FoldResult;
import io.agegender.report.FoldScore;
import io.agegender.report.FoldState;
import io.agegender.report.PublishedTable;
import io.agegender.report.Summary;
import io.agegender.report.Verdict;
import io.agegender.run.RunName;
import io.agegender.score.CropMode;
import io.agegender.score.metrics.Bootstrap.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cells as JSON. */
final class CellJson {
  private CellJson() {}

  static ObjectNode toJson(CellKey key) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("run", key.run().toString());
    node.put("test-alignment", key.testAlignment().key());
    node.put("crop-mode", key.cropMode().key());
    return node;
  }

  static CellKey key(JsonNode node) {
    return new CellKey(
        RunName.parse(node.required("run").textValue()),
        Alignment.of(node.required("test-alignment").textValue()),
        CropMode.of(node.required("crop-mode").textValue()));
  }

  static ObjectNode toJson(Cell cell) {
    ObjectNode node = toJson(cell.key());
    node.put("target", cell.key().run().target().key());
    node.put("architecture", cell.key().run().architecture().title());
    node.put("published-row", cell.key().row());
    node.put("schedule", cell.schedule());
    ArrayNode folds = node.putArray("folds");
    cell.folds().forEach(fold -> folds.add(toJson(fold)));
    node.set("rows", toJson(cell.rows()));
    node.set("distinct-faces", toJson(cell.distinctFaces()));
    cell.accuracyInterval().ifPresent(i -> node.set("accuracy-interval", toJson(i)));
    cell.oneOffInterval().ifPresent(i -> node.set("one-off-interval", toJson(i)));
    cell.published()
        .ifPresent(
            published -> {
              ObjectNode values = node.putObject("published");
              values.put("accuracy", published.accuracy());
              MetricsJson.put(values, "one-off", published.oneOff());
            });
    node.set("verdict", toJson(cell.verdict()));
    cell.oneOffVerdict().ifPresent(v -> node.set("one-off-verdict", toJson(v)));
    return node;
  }

  static Cell cell(JsonNode node) {
    CellKey key = key(node);
    List<FoldResult> folds = new ArrayList<>();
    node.required("folds").forEach(fold -> folds.add(fold(key.run().target(), fold)));
    return new Cell(
        key,
        node.required("schedule").textValue(),
        folds,
        optional(node, "accuracy-interval").map(CellJson::interval),
        optional(node, "one-off-interval").map(CellJson::interval),
        optional(node, "published")
            .map(
                p ->
                    new PublishedTable.Cell(
                        p.required("accuracy").doubleValue(), MetricsJson.optional(p, "one-off"))),
        verdict(node.required("verdict")),
        optional(node, "one-off-verdict").map(CellJson::verdict));
  }

  private static ObjectNode toJson(FoldResult fold) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("test-fold", fold.testFold());
    node.put("state", fold.state().key());
    node.put("reason", fold.reason());
    fold.score().ifPresent(score -> node.set("score", toJson(score)));
    // Written only where it differs: with the choice of the best on the test faces.
    fold.oneOffScore()
        .filter(score -> !fold.score().equals(Optional.of(score)))
        .ifPresent(score -> node.set("one-off-score", toJson(score)));
    return node;
  }

  private static FoldResult fold(Target target, JsonNode node) {
    Optional<FoldScore> score = optional(node, "score").map(s -> score(target, s));
    return new FoldResult(
        node.required("test-fold").intValue(),
        Choice.of(FoldState.class, "fold state", node.required("state").textValue()),
        node.required("reason").textValue(),
        score,
        optional(node, "one-off-score").map(s -> score(target, s)).or(() -> score));
  }

  private static ObjectNode toJson(FoldScore score) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("iteration", score.iteration());
    node.set("rows", MetricsJson.toJson(score.rows()));
    node.set("distinct-faces", MetricsJson.toJson(score.distinctFaces()));
    return node;
  }

  private static FoldScore score(Target target, JsonNode node) {
    return new FoldScore(
        node.required("iteration").longValue(),
        MetricsJson.metrics(target, node.required("rows")),
        MetricsJson.metrics(target, node.required("distinct-faces")));
  }

  private static ObjectNode toJson(Summary summary) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.set("accuracy", MetricsJson.toJson(summary.accuracy()));
    summary.oneOff().ifPresent(s -> node.set("one-off", MetricsJson.toJson(s)));
    node.set("mean-absolute-class-error", MetricsJson.toJson(summary.meanAbsoluteClassError()));
    summary.pooled().ifPresent(m -> node.set("pooled", MetricsJson.toJson(m)));
    return node;
  }

  private static ObjectNode toJson(Interval interval) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("lower", interval.lower());
    node.put("upper", interval.upper());
    node.put("confidence", interval.confidence());
    return node;
  }

  private static Interval interval(JsonNode node) {
    return new Interval(
        node.required("lower").doubleValue(),
        node.required("upper").doubleValue(),
        node.required("confidence").doubleValue());
  }

  private static ObjectNode toJson(Verdict verdict) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("kind", verdict.kind().key());
    node.put("reason", verdict.reason());
    return node;
  }

  private static Verdict verdict(JsonNode node) {
    return new Verdict(
        Choice.of(Verdict.Kind.class, "verdict", node.required("kind").textValue()),
        node.required("reason").textValue());
  }

  private static Optional<JsonNode> optional(JsonNode node, String key) {
    return Optional.ofNullable(node.get(key));
  }
}
