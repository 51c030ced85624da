// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression.baseline;

import io.agegender.regression.Measure;
import io.agegender.regression.history.HistoryLine;
import io.agegender.regression.history.TrendSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Nightly runs that tests make. */
public final class SyntheticRuns {
  public static final Instant FIRST = Instant.parse("2026-01-01T03:00:00Z");
  public static final TrendSettings TREND = new TrendSettings(5, 0.25);

  private SyntheticRuns() {}

  public static Check dataset(String shard) {
    Map<String, String> hashes = new LinkedHashMap<>();
    hashes.put("shards/shard-00000.npy", shard);
    hashes.put("index.parquet", "11");
    hashes.put("manifest.json", "22");
    return check("dataset", hashes, Map.of(), Map.of("settings.seed", "7"));
  }

  public static Check train(String parameters, double loss, Map<String, String> facts) {
    Map<Measure, Double> figures = new LinkedHashMap<>();
    figures.put(measure("images to iteration 2"), 8.0);
    figures.put(measure("loss to iteration 2"), loss);
    figures.put(measure("norm of conv1"), 1.5);
    Map<String, String> hashes = new LinkedHashMap<>();
    hashes.put("losses", "l" + loss);
    hashes.put("parameters", parameters);
    return check("train/age", hashes, figures, facts)
        .with(Measure.Kind.RATE, 40)
        .with(Measure.Kind.SECONDS, 9);
  }

  static Check check(
      String name,
      Map<String, String> hashes,
      Map<Measure, Double> figures,
      Map<String, String> facts) {
    return new Check(name, hashes, figures, facts, Map.of(), Optional.empty());
  }

  /** By its name in files. */
  public static Measure measure(String name) {
    return Measure.parse(name).orElseThrow();
  }

  public static RegressionRun nightly(Check... checks) {
    return new RegressionRun(
        FIRST, FIRST.plusSeconds(300), List.of(checks), List.of(), 5L << 30, Optional.empty());
  }

  public static Baseline baseline(Bands bands, Check... checks) {
    return new Baseline(3, FIRST, "the beginning", bands, List.of(checks));
  }

  public static HistoryLine line(int day, Outcome outcome, double seconds, double rate) {
    Instant started = FIRST.plusSeconds(86_400L * day);
    Map<Measure, Double> measures = new LinkedHashMap<>();
    measures.put(Measure.Kind.SECONDS.whole(), seconds);
    measures.put(Measure.Kind.RESIDENT.whole(), 5.0 * (1L << 30));
    measures.put(measure("images-per-second of train/age"), rate);
    return new HistoryLine(
        started,
        started.plusSeconds(300),
        new HistoryLine.Ending(
            outcome, outcome.isGood() ? "" : "dataset: shards/shard-00000.npy: aa, now bb"),
        3,
        "0123456789abcdef",
        Map.of("dataset", outcome.isGood() ? "identical" : "drift"),
        Map.of("dataset", "ff"),
        measures);
  }

  public static List<HistoryLine> lines(int runs) {
    List<HistoryLine> lines = new ArrayList<>();
    for (int day = 0; day < runs; day++) {
      lines.add(line(day, Outcome.SAME, 300 + day, 40));
    }
    return lines;
  }
}
