// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap.sheet;

import com.fasterxml.jackson.databind.JsonNode;
import io.agegender.heatmap.FaceRows;
import io.agegender.heatmap.NetworkMaps;
import io.agegender.storage.FileStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Means over maps of numbers that have names: shares of regions, correlations after layers.
 *
 * @param network for people
 * @param maps how many
 * @param sums by name, in the order of the rows
 */
record MeansByName(String network, String rule, int maps, Map<String, Double> sums) {

  /** Shares of absolute relevance in named regions. */
  static Map<String, Double> regions(JsonNode row) {
    Map<String, Double> shares = new LinkedHashMap<>();
    for (int i = 0; i < row.get("region-name").size(); i++) {
      shares.put(
          row.get("region-name").get(i).textValue(), row.get("region-share").get(i).doubleValue());
    }
    return shares;
  }

  /** Correlations with maps of random weights, by the lowest layer that has them. */
  static Map<String, Double> randomised(JsonNode row) {
    Map<String, Double> correlations = new LinkedHashMap<>();
    row.path("randomised")
        .fields()
        .forEachRemaining(e -> correlations.put(e.getKey(), e.getValue().doubleValue()));
    return correlations;
  }

  /**
   * The means of each network and rule that has such numbers.
   *
   * @param numbers gives those of a row by their names
   */
  static List<MeansByName> of(
      FileStore out, List<NetworkMaps> networks, Function<JsonNode, Map<String, Double>> numbers) {
    List<MeansByName> all = new ArrayList<>();
    for (NetworkMaps network : networks) {
      Map<String, Map<String, Double>> sums = new LinkedHashMap<>();
      Map<String, Integer> counts = new LinkedHashMap<>();
      FaceRows.Use add =
          row -> {
            String rule = row.get("rule").textValue();
            Map<String, Double> of = sums.computeIfAbsent(rule, k -> new LinkedHashMap<>());
            numbers.apply(row).forEach((name, value) -> of.merge(name, value, Double::sum));
            counts.merge(rule, 1, Integer::sum);
          };
      network.eachRow(out, add);
      sums.forEach(
          (rule, of) -> {
            if (!of.isEmpty()) {
              all.add(new MeansByName(network.title(), rule, counts.get(rule), of));
            }
          });
    }
    return all;
  }

  double mean(String name) {
    return sums.get(name) / maps;
  }

  /** Writes a line for each name; no file if there are no means. */
  static void write(FileStore out, String file, String what, List<MeansByName> means) {
    if (means.isEmpty()) {
      return;
    }
    StringBuilder csv = new StringBuilder("network,rule,maps,%s\n".formatted(what));
    for (MeansByName one : means) {
      one.sums
          .keySet()
          .forEach(
              name ->
                  csv.append(
                      String.format(
                          Locale.ROOT,
                          "\"%s\",%s,%d,%s,%.6f%n",
                          one.network,
                          one.rule,
                          one.maps,
                          name,
                          one.mean(name))));
    }
    out.write(file, csv.toString());
  }
}
