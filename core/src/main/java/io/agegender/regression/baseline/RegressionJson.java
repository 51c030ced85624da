// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression.baseline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.json.Json;
import io.agegender.foundation.json.JsonReader;
import io.agegender.regression.Measure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Owns the JSON of baselines and of regression runs: {@code format-version} 1, kebab-case keys. */
public final class RegressionJson {
  private static final int FORMAT = 1;
  private static final String VERSION = "format-version";

  private RegressionJson() {}

  public static byte[] write(Baseline baseline) {
    ObjectNode node = Json.object();
    node.put(VERSION, FORMAT);
    node.put("accepted", baseline.accepted().toString());
    node.put("reason", baseline.reason());
    ObjectNode bands = node.putObject("bands");
    bands.put("origin", baseline.bands().origin());
    ObjectNode widths = bands.putObject("widths");
    baseline.bands().widths().forEach((check, figures) -> put(widths.putObject(check), figures));
    checks(node, baseline.checks());
    return Json.prettyBytes(node);
  }

  /**
   * @param file for messages
   * @throws UsageException if it is damaged or of another format version
   */
  static Baseline readBaseline(int number, String file, byte[] json) {
    JsonReader baseline =
        JsonReader.input(
                file, "record one with this program: nightly --accept --reason \"...\"", json)
            .version(FORMAT);
    JsonReader bands = baseline.get("bands");
    return new Baseline(
        number,
        baseline.get("accepted").instant(),
        baseline.get("reason").text(),
        new Bands(bands.get("widths").map(RegressionJson::measures), bands.get("origin").text()),
        baseline.get("checks").list(RegressionJson::check));
  }

  public static byte[] write(RegressionRun run) {
    ObjectNode node = Json.object();
    node.put(VERSION, FORMAT);
    node.put("started", run.started().toString());
    node.put("finished", run.finished().toString());
    node.put("peak-resident-bytes", run.peakResidentBytes());
    run.problem().ifPresent(problem -> node.put("problem", problem));
    run.findings().forEach(node.putArray("findings")::add);
    checks(node, run.checks());
    return Json.prettyBytes(node);
  }

  private static void checks(ObjectNode node, List<Check> checks) {
    ArrayNode list = node.putArray("checks");
    for (Check check : checks) {
      ObjectNode item = list.addObject();
      item.put("name", check.name());
      check.twin().ifPresent(twin -> item.put("twin", twin));
      check.hashes().forEach(item.putObject("hashes")::put);
      put(item.putObject("figures"), check.figures());
      check.facts().forEach(item.putObject("facts")::put);
      put(item.putObject("measures"), check.measures());
    }
  }

  private static Check check(JsonReader check) {
    return new Check(
        check.get("name").text(),
        check.get("hashes").map(JsonReader::text),
        measures(check.get("figures")),
        check.get("facts").map(JsonReader::text),
        measures(check.get("measures")),
        check.find("twin").map(JsonReader::text));
  }

  /** Adds a field for each measure. */
  public static void put(ObjectNode node, Map<Measure, Double> measures) {
    measures.forEach((measure, value) -> node.put(measure.toString(), value));
  }

  /** What {@link #put} wrote. */
  public static Map<Measure, Double> measures(JsonReader object) {
    Map<Measure, Double> measures = new LinkedHashMap<>();
    object
        .map(JsonReader::number)
        .forEach(
            (name, value) ->
                measures.put(
                    Measure.parse(name)
                        .orElseThrow(
                            () -> object.problem("'%s' is not a measure".formatted(name), null)),
                    value));
    return measures;
  }
}
