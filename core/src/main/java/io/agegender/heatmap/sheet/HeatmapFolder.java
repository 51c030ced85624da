// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap.sheet;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.adience.Alignment;
import io.agegender.foundation.build.Build;
import io.agegender.foundation.error.Choice;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.json.Json;
import io.agegender.heatmap.HeatmapSettings;
import io.agegender.heatmap.NetworkMaps;
import io.agegender.heatmap.Perturbation;
import io.agegender.heatmap.RuleBook;
import io.agegender.storage.FileStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The folder of heat maps: whose it is, and what is written when all maps are there.
 *
 * @param dataset SHA-256 of the manifest of the dataset whose faces are explained; empty for
 *     pictures
 */
public record HeatmapFolder(FileStore out, HeatmapSettings settings, String dataset) {
  static final String ABOUT = "heatmap.json";
  private static final String DATASET = "dataset-sha256";

  /**
   * Takes the folder, which says {@code running} from now on.
   *
   * @throws UsageException if it holds something else, or maps of another dataset
   */
  public void begin() {
    if (out.isFile("")) {
      throw new UsageException("%s is a file; name a folder with --out".formatted(out.root()));
    }
    if (!out.exists(ABOUT) && !out.list("").isEmpty()) {
      throw new UsageException(
          "%s exists and does not hold heat maps (it has no %s); give another folder"
              .formatted(out.root(), ABOUT));
    }
    if (out.exists(ABOUT)) {
      String found = read();
      if (!found.equals(dataset)) {
        throw new UsageException(
            "%s holds heat maps of the dataset %s, these are of %s; give another folder"
                .formatted(out.root(), name(found), name(dataset)));
      }
    }
    about("running", List.of(), List.of());
  }

  private static String name(String dataset) {
    return dataset.isEmpty() ? "none (pictures)" : dataset;
  }

  private String read() {
    try {
      return Json.tree(new String(out.read(ABOUT), StandardCharsets.UTF_8)).path(DATASET).asText();
    } catch (IOException e) {
      throw new UsageException(
          "%s is damaged: %s; delete it or give another folder"
              .formatted(out.path(ABOUT), e.getMessage()),
          e);
    }
  }

  /**
   * For each rule the largest absolute relevance of a pixel in all maps, 0 only if all are empty.
   */
  public Map<String, Double> scales(List<NetworkMaps> networks) {
    Map<String, Double> scales = new HashMap<>();
    networks.forEach(
        network ->
            network.eachRow(
                out,
                row ->
                    scales.merge(
                        row.get("rule").textValue(), row.get("peak").doubleValue(), Math::max)));
    return scales;
  }

  /**
   * Writes table, mean maps, curves, the sheet and {@code heatmap.json}.
   *
   * @param failures a line for each face that could not be explained
   * @return lines for people
   */
  public List<String> finish(List<NetworkMaps> networks, List<String> failures) {
    HeatmapTable.write(out, networks);
    List<String> notes = new ArrayList<>();
    List<List<MeanMaps.Mean>> means =
        networks.stream().map(network -> means(network, notes)).toList();
    List<MeansByName> regions = MeansByName.of(out, networks, MeansByName::regions);
    MeansByName.write(out, "regions.csv", "region,share", regions);
    List<MeansByName> randomised = MeansByName.of(out, networks, MeansByName::randomised);
    MeansByName.write(out, "randomised.csv", "lowest_random_layer,correlation", randomised);
    List<String> curves =
        settings.checks().perturb() ? Perturbation.write(out, networks) : List.of();
    failures.forEach(failure -> notes.add("Not explained: " + failure));
    String page =
        HeatmapSheet.render(
            out,
            settings,
            networks,
            new HeatmapSheet.Summary(means, regions, randomised, curves, notes));
    out.write(HeatmapSheet.FILE, page);
    about(failures.isEmpty() ? "finished" : "finished in part", networks, failures);
    List<String> lines = new ArrayList<>(curves);
    regions.forEach(one -> lines.add(shares(one)));
    randomised.forEach(one -> lines.add(correlations(one)));
    return lines;
  }

  /** Mean maps of a network, or a note on why there are none. */
  private List<MeanMaps.Mean> means(NetworkMaps network, List<String> notes) {
    if (!settings.faces().means()) {
      return List.of();
    }
    if (network.alignment() != Alignment.ALIGNED) {
      notes.add(
          "No mean maps of %s: %s faces do not lie on each other."
              .formatted(network.title(), network.alignment().key()));
      return List.of();
    }
    if (dataset.isEmpty()) {
      notes.add(
          "No mean maps of %s: pictures may be cut in any way, so they do not lie on each other."
              .formatted(network.title()));
      return List.of();
    }
    List<MeanMaps.Mean> means = MeanMaps.write(out, network, settings.drawing().colours());
    if (means.isEmpty()) {
      notes.add(
          "No mean maps of %s: no face was explained for its true or its predicted class."
              .formatted(network.title()));
    }
    return means;
  }

  private static String shares(MeansByName one) {
    return "%s, rule %s: mean share of relevance in %s"
        .formatted(
            one.network(),
            one.rule(),
            one.sums().keySet().stream()
                .map(name -> String.format(Locale.ROOT, "%s %.3f", name, one.mean(name)))
                .collect(Collectors.joining(", ")));
  }

  private static String correlations(MeansByName one) {
    List<String> layers = List.copyOf(one.sums().keySet());
    return String.format(
        Locale.ROOT,
        "%s, rule %s: mean correlation of %d maps with those of random weights: last layer (%s) %.3f, all %d layers %.3f",
        one.network(),
        one.rule(),
        one.maps(),
        layers.get(0),
        one.mean(layers.get(0)),
        layers.size(),
        one.mean(layers.get(layers.size() - 1)));
  }

  private void about(String state, List<NetworkMaps> networks, List<String> failures) {
    ObjectNode about = Json.object();
    about.put("format-version", 1);
    about.put("state", state);
    about.put(DATASET, dataset);
    ObjectNode program = about.putObject("program");
    Build.facts().forEach(program::put);
    ObjectNode how = about.putObject("settings");
    settings.rules().forEach(how.putArray("rules")::add);
    how.put("own-rules", settings.ownRules());
    how.put("class", settings.explained());
    how.put("start", Choice.key(settings.start()));
    how.put("view", Choice.key(settings.view()));
    how.set("drawing", Json.tree(settings.drawing()));
    how.set("checks", Json.tree(settings.checks()));
    how.set("faces", Json.tree(settings.faces()));
    ArrayNode all = about.putArray("networks");
    for (NetworkMaps network : networks) {
      ObjectNode one = all.addObject();
      one.put("run", network.run())
          .put("fold", network.fold())
          .put("iteration", network.iteration())
          .put("alignment", network.alignment().key())
          .put("faces", network.names().size())
          .put("parameters-sha256", network.snapshot().parametersSha256());
      ObjectNode rules = one.putObject("rules");
      for (String rule : settings.rules()) {
        rules.set(
            rule, RuleBook.spelledOut(rule, settings.ownRules(), network.snapshot().network()));
      }
    }
    failures.forEach(about.putArray("failures")::add);
    out.write(ABOUT, s -> s.write(Json.prettyBytes(about)));
  }

  /** The page. */
  public org.apache.hadoop.fs.Path page() {
    return out.path(HeatmapSheet.FILE);
  }
}
