package io.agegender.regression.baseline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Owns the JSON of baselines and of nights: {@code format-version} 1, keys in kebab-case. */
public final class NightJson {
  private static final int FORMAT = 1;
  private static final String VERSION = "format-version";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private NightJson() {}

  public static byte[] write(Baseline baseline) {
    ObjectNode node = JSON.createObjectNode();
    node.put(VERSION, FORMAT);
    node.put("accepted", baseline.accepted().toString());
    node.put("reason", baseline.reason());
    ObjectNode bands = node.putObject("bands");
    bands.put("origin", baseline.bands().origin());
    ObjectNode widths = bands.putObject("widths");
    baseline
        .bands()
        .widths()
        .forEach((check, figures) -> figures.forEach(widths.putObject(check)::put));
    checks(node, baseline.checks());
    return bytes(node);
  }

  /**
   * @throws IOException if it is no baseline, or one of another version; the message says which
   */
  static Baseline readBaseline(int number, byte[] bytes) throws IOException {
    JsonNode node = JSON.readTree(bytes);
    if (!node.path(VERSION).isInt()) {
      throw new IOException("it is no baseline: the field '%s' is missing".formatted(VERSION));
    }
    if (node.path(VERSION).asInt() != FORMAT) {
      throw new IOException(
          "its format version is %d, this program reads %d"
              .formatted(node.path(VERSION).asInt(), FORMAT));
    }
    Map<String, Map<String, Double>> widths = new LinkedHashMap<>();
    JsonNode bands = field(node, "bands");
    field(bands, "widths")
        .fields()
        .forEachRemaining(e -> widths.put(e.getKey(), map(e.getValue(), JsonNode::asDouble)));
    List<Check> checks = new ArrayList<>();
    for (JsonNode check : field(node, "checks")) {
      checks.add(check(check));
    }
    return new Baseline(
        number,
        Instant.parse(field(node, "accepted").asText()),
        field(node, "reason").asText(),
        new Bands(widths, field(bands, "origin").asText()),
        checks);
  }

  public static byte[] write(Night night) {
    ObjectNode node = JSON.createObjectNode();
    node.put(VERSION, FORMAT);
    node.put("started", night.started().toString());
    node.put("finished", night.finished().toString());
    node.put("peak-resident-bytes", night.peakResidentBytes());
    night.problem().ifPresent(problem -> node.put("problem", problem));
    night.findings().forEach(node.putArray("findings")::add);
    checks(node, night.checks());
    return bytes(node);
  }

  private static void checks(ObjectNode node, List<Check> checks) {
    var list = node.putArray("checks");
    for (Check check : checks) {
      ObjectNode item = list.addObject();
      item.put("name", check.name());
      check.twin().ifPresent(twin -> item.put("twin", twin));
      check.hashes().forEach(item.putObject("hashes")::put);
      check.figures().forEach(item.putObject("figures")::put);
      check.facts().forEach(item.putObject("facts")::put);
      check.measures().forEach(item.putObject("measures")::put);
    }
  }

  private static Check check(JsonNode node) throws IOException {
    return new Check(
        field(node, "name").asText(),
        map(field(node, "hashes"), JsonNode::asText),
        map(field(node, "figures"), JsonNode::asDouble),
        map(field(node, "facts"), JsonNode::asText),
        map(field(node, "measures"), JsonNode::asDouble),
        Optional.ofNullable(node.get("twin")).map(JsonNode::asText));
  }

  public static <V> Map<String, V> map(JsonNode node, Function<JsonNode, V> value) {
    Map<String, V> map = new LinkedHashMap<>();
    node.fields().forEachRemaining(e -> map.put(e.getKey(), value.apply(e.getValue())));
    return map;
  }

  public static JsonNode field(JsonNode node, String name) throws IOException {
    JsonNode value = node.get(name);
    if (value == null) {
      throw new IOException("the field '%s' is missing".formatted(name));
    }
    return value;
  }

  private static byte[] bytes(ObjectNode node) {
    try {
      return JSON.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers can always be written", e);
    }
  }
}
