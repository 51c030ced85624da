package io.agegender.report.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.adience.Target;
import io.agegender.score.metrics.ClassMetrics;
import io.agegender.score.metrics.ConfusionMatrix;
import io.agegender.score.metrics.FoldStatistic;
import io.agegender.score.metrics.Metrics;
import java.util.OptionalDouble;

/**
 * Metrics and statistics as JSON. Only confusion matrices are read back: everything else follows
 * from them and is written for readers alone.
 */
final class MetricsJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private MetricsJson() {}

  static ObjectNode toJson(Metrics metrics) {
    ObjectNode node = NODES.objectNode();
    node.put("count", metrics.rows());
    node.put("accuracy", metrics.accuracy());
    put(node, "one-off", metrics.oneOff());
    node.put("mean-absolute-class-error", metrics.meanAbsoluteClassError());
    node.set("confusion", confusion(metrics.confusion()));
    ArrayNode classes = node.putArray("classes");
    for (ClassMetrics metric : metrics.classes()) {
      ObjectNode one = classes.addObject();
      one.put("label", metric.label());
      one.put("faces", metric.faces());
      put(one, "precision", metric.precision());
      put(one, "recall", metric.recall());
      put(one, "f1", metric.f1());
    }
    return node;
  }

  static Metrics metrics(Target target, JsonNode node) {
    JsonNode confusion = node.required("confusion");
    long[][] counts = new long[confusion.size()][];
    for (int prediction = 0; prediction < counts.length; prediction++) {
      JsonNode row = confusion.get(prediction);
      counts[prediction] = new long[row.size()];
      for (int truth = 0; truth < row.size(); truth++) {
        counts[prediction][truth] = row.get(truth).longValue();
      }
    }
    return Metrics.of(ConfusionMatrix.of(target, counts));
  }

  static ObjectNode toJson(FoldStatistic statistic) {
    ObjectNode node = NODES.objectNode();
    put(node, "mean", statistic.mean());
    put(node, "population-deviation", statistic.populationDeviation());
    put(node, "sample-deviation", statistic.sampleDeviation());
    ObjectNode folds = node.putObject("folds");
    statistic.values().forEach((fold, value) -> folds.put(Integer.toString(fold), value));
    ArrayNode missing = node.putArray("missing-folds");
    statistic.missing().forEach(missing::add);
    return node;
  }

  /** Nothing is written for what is not there; JSON has no NaN. */
  static void put(ObjectNode node, String key, OptionalDouble value) {
    value.ifPresent(v -> node.put(key, v));
  }

  static OptionalDouble optional(JsonNode node, String key) {
    return node.has(key) ? OptionalDouble.of(node.get(key).doubleValue()) : OptionalDouble.empty();
  }

  private static ArrayNode confusion(ConfusionMatrix confusion) {
    ArrayNode rows = NODES.arrayNode();
    for (long[] counts : confusion.counts()) {
      ArrayNode row = rows.addArray();
      for (long count : counts) {
        row.add(count);
      }
    }
    return rows;
  }
}
