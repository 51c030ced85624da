// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.adience.Alignment;
import io.agegender.adience.FaceOrigin;
import io.agegender.foundation.build.Build;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.json.Json;
import io.agegender.storage.FileStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The folder of heat maps: whose it is, and what is written when all maps are there. */
public final class HeatmapFolder {
  private static final String ABOUT = "heatmap.json";
  private static final String DATASET = "dataset-sha256";

  private final FileStore out;
  private final HeatmapSettings settings;
  private final String dataset;

  /**
   * @param dataset SHA-256 of the manifest of the dataset whose faces are explained; empty for
   *     pictures
   */
  public HeatmapFolder(FileStore out, HeatmapSettings settings, String dataset) {
    this.out = out;
    this.settings = settings;
    this.dataset = dataset;
  }

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
   * Writes table, mean maps, curves, the sheet and {@code heatmap.json}.
   *
   * @param failures a line for each face that could not be explained
   * @return lines for people
   */
  public List<String> finish(List<NetworkMaps> networks, List<String> failures) {
    HeatmapTable.write(out, networks);
    List<List<String>> means = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    if (networks.stream().anyMatch(network -> network.faces() == FaceOrigin.MADE_UP)) {
      notes.add(
          "Trained on synthetic faces: the maps say that everything works, nothing of people.");
    }
    for (NetworkMaps network : networks) {
      boolean aligned = network.alignment() == Alignment.ALIGNED;
      means.add(
          aligned && settings.drawing().mean()
              ? MeanMaps.write(out, network, settings.drawing().colours())
              : List.of());
      if (!aligned && settings.drawing().mean()) {
        notes.add(
            "No mean maps of %s: %s faces do not lie on each other."
                .formatted(network.title(), network.alignment().key()));
      }
    }
    List<String> lines = new ArrayList<>();
    if (settings.checks().perturb()) {
      lines.addAll(Perturbation.write(out, networks));
    }
    if (settings.checks().randomise()) {
      networks.forEach(network -> lines.add(randomised(network)));
    }
    notes.addAll(lines);
    failures.forEach(failure -> notes.add("Not explained: " + failure));
    String page = HeatmapSheet.render(out, networks, means, settings.faces().onSheet(), notes);
    out.write(HeatmapSheet.FILE, s -> s.write(page.getBytes(StandardCharsets.UTF_8)));
    about(failures.isEmpty() ? "finished" : "finished in part", networks, failures);
    return lines;
  }

  private String randomised(NetworkMaps network) {
    double[] sums = new double[3];
    network.eachRow(
        out,
        row -> {
          sums[0] += row.get("correlation-last").doubleValue();
          sums[1] += row.get("correlation-all").doubleValue();
          sums[2]++;
        });
    return String.format(
        Locale.ROOT,
        "%s: mean correlation of %.0f maps with those of random weights: last layer %.3f, all layers %.3f",
        network.title(),
        sums[2],
        sums[0] / sums[2],
        sums[1] / sums[2]);
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
    how.put("values", settings.identity());
    ArrayNode all = about.putArray("networks");
    for (NetworkMaps network : networks) {
      all.addObject()
          .put("run", network.run())
          .put("fold", network.fold())
          .put("iteration", network.iteration())
          .put("alignment", network.alignment().key())
          .put("faces", network.names().size());
    }
    failures.forEach(about.putArray("failures")::add);
    out.write(ABOUT, s -> s.write(Json.prettyBytes(about)));
  }

  /**
   * Writes each map as the LRP Toolbox does: {@code ..._rawhm.txt}.
   *
   * @param to an own folder
   */
  public void toolbox(List<NetworkMaps> networks, FileStore to) {
    for (NetworkMaps network : networks) {
      network.eachRow(
          out,
          row -> {
            String map = row.get("map").textValue();
            float[] values = MapFiles.values(out.read(map), network.size(), out.path(map));
            to.write(
                map.substring("maps/".length(), map.length() - ".npy".length()) + "_rawhm.txt",
                s -> s.write(MapFiles.toolbox(values, network.size())));
          });
    }
  }

  /** The page. */
  public org.apache.hadoop.fs.Path page() {
    return out.path(HeatmapSheet.FILE);
  }
}
