// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression.history;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.json.Json;
import io.agegender.foundation.json.JsonReader;
import io.agegender.regression.Measure;
import io.agegender.regression.baseline.Check;
import io.agegender.regression.baseline.ErrorCode;
import io.agegender.regression.baseline.Outcome;
import io.agegender.regression.baseline.RegressionComparison;
import io.agegender.regression.baseline.RegressionJson;
import io.agegender.regression.baseline.RegressionRun;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One nightly run in a line.
 *
 * @param started when it began
 * @param finished when it ended; of a killed one, when it was noted
 * @param ending how it ended
 * @param baseline the number of the baseline; 0 if there was none
 * @param commit the program's git commit
 * @param agreements of each check, by {@link io.agegender.regression.Agreement#key}
 * @param hashes of each check
 * @param measures seconds, images per second and bytes by name
 */
public record HistoryLine(
    Instant started,
    Instant finished,
    Ending ending,
    int baseline,
    String commit,
    Map<String, String> agreements,
    Map<String, String> hashes,
    Map<Measure, Double> measures) {
  private static final int FORMAT = 1;

  public HistoryLine {
    agreements = Collections.unmodifiableMap(new LinkedHashMap<>(agreements));
    hashes = Collections.unmodifiableMap(new LinkedHashMap<>(hashes));
    measures = Collections.unmodifiableMap(new LinkedHashMap<>(measures));
  }

  /**
   * How a nightly run ended.
   *
   * @param reason what the first difference or the problem was; empty if there is none
   */
  public record Ending(Outcome outcome, String reason) {}

  /** How it ended. */
  public Outcome outcome() {
    return ending.outcome();
  }

  /** What the first difference or the problem was; empty if there is none. */
  public String reason() {
    return ending.reason();
  }

  /** The line of a nightly run. */
  public static HistoryLine of(
      RegressionRun nightly,
      RegressionComparison comparison,
      Ending ending,
      int baseline,
      String commit) {
    Map<String, String> agreements = new LinkedHashMap<>();
    comparison.results().forEach(r -> agreements.put(r.name(), r.agreement().key()));
    Map<String, String> hashes = new LinkedHashMap<>();
    Map<Measure, Double> measures = new LinkedHashMap<>();
    measures.put(Measure.Kind.SECONDS.whole(), nightly.seconds());
    measures.put(Measure.Kind.RESIDENT.whole(), (double) nightly.peakResidentBytes());
    for (Check check : nightly.checks()) {
      hashes.put(check.name(), check.hash());
      check
          .measures()
          .forEach((measure, value) -> measures.put(measure.kind().of(check.name()), value));
    }
    return new HistoryLine(
        nightly.started(),
        nightly.finished(),
        ending,
        baseline,
        commit,
        agreements,
        hashes,
        measures);
  }

  /** A nightly run that did not end. */
  public static HistoryLine killed(Instant started, Instant noticed) {
    return new HistoryLine(
        started,
        noticed,
        new Ending(
            Outcome.KILLED,
            ErrorCode.KILLED.says(
                "the nightly run did not end: its process was killed, or the machine stopped")),
        0,
        "",
        Map.of(),
        Map.of(),
        Map.of());
  }

  /** One line of JSON, without the line feed. */
  String format() {
    ObjectNode node = Json.object();
    node.put("format-version", FORMAT);
    node.put("started", started.toString());
    node.put("finished", finished.toString());
    node.put("outcome", outcome().key());
    node.put("reason", reason());
    node.put("baseline", baseline);
    node.put("commit", commit);
    agreements.forEach(node.putObject("agreements")::put);
    hashes.forEach(node.putObject("hashes")::put);
    RegressionJson.put(node.putObject("measures"), measures);
    return Json.compact(node);
  }

  /**
   * @param place file and line, for messages
   * @throws FailedException if it is damaged or of another format version
   */
  static HistoryLine parse(String place, String line) {
    JsonReader json =
        JsonReader.own(
                place,
                "restore the file, or move it away to begin a new one",
                line.getBytes(StandardCharsets.UTF_8))
            .version(FORMAT);
    return new HistoryLine(
        json.get("started").instant(),
        json.get("finished").instant(),
        new Ending(json.get("outcome").choice(Outcome.class), json.get("reason").text()),
        json.get("baseline").count(),
        json.get("commit").text(),
        json.get("agreements").map(JsonReader::text),
        json.get("hashes").map(JsonReader::text),
        RegressionJson.measures(json.get("measures")));
  }
}
