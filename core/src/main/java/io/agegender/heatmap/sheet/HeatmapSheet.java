// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap.sheet;

import com.fasterxml.jackson.databind.JsonNode;
import io.agegender.foundation.error.Choice;
import io.agegender.heatmap.HeatmapSettings;
import io.agegender.heatmap.NetworkMaps;
import io.agegender.heatmap.picture.Drawing;
import io.agegender.heatmap.picture.FaceDrawing;
import io.agegender.heatmap.picture.MapFiles;
import io.agegender.relevance.ColourMap;
import io.agegender.report.render.Html;
import io.agegender.storage.FileStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code index.html}: faces in rows, networks and rules in columns; one file with its pictures. */
final class HeatmapSheet {
  static final String FILE = "index.html";

  private static final int LEGEND = 256;

  private static final String STYLE =
      """
      main section { margin-top: 1rem; }
      h4 { margin: .75rem 0 .25rem; font-size: .9rem; font-weight: 600; }
      .legend { display: flex; align-items: center; gap: .6rem; margin: .75rem 0; max-width: 34rem; font-size: .9rem; }
      .legend img { flex: 1; min-width: 5rem; height: 1.2rem; border: 1px solid var(--line); }
      .cells { display: flex; gap: 2px; }
      .cells img { width: 7rem; height: 7rem; display: block; }
      .means { display: flex; flex-wrap: wrap; gap: .75rem; }
      .means figure { padding: 0; border: 0; }
      .means img { width: 9rem; min-width: 0; height: 9rem; display: block; }
      .means figcaption { max-width: 9rem; }
      .curves img { width: 40rem; max-width: 100%; min-width: 0; }
      .sheet { border-collapse: collapse; }
      .sheet tbody th { min-width: 7rem; max-width: 11rem; white-space: normal; overflow-wrap: anywhere; font-weight: 400; }
      .sheet thead th { vertical-align: bottom; }
      .sheet td div + .cells { margin-top: .5rem; }
      .wrong { color: #9a1c1c; }
      @media (max-width: 40rem) {
        .cells img { width: 5.6rem; height: 5.6rem; }
        .means img { width: 6.5rem; height: 6.5rem; }
        .means figcaption { max-width: 6.5rem; }
        .sheet tbody th { position: static; min-width: 5rem; max-width: 5rem; font-size: .75rem; }
      }
      """;

  private final FileStore out;
  private final HeatmapSettings settings;
  private final List<NetworkMaps> networks;
  private final Html html = Html.page("Heat maps", STYLE);

  /**
   * What stands above the faces.
   *
   * @param means mean maps of each network
   * @param regions mean shares of named regions
   * @param randomised mean correlations with random weights
   * @param curves lines on the perturbation curves; none without them
   * @param notes what else is to be known
   */
  record Summary(
      List<List<MeanMaps.Mean>> means,
      List<MeansByName> regions,
      List<MeansByName> randomised,
      List<String> curves,
      List<String> notes) {}

  private HeatmapSheet(FileStore out, HeatmapSettings settings, List<NetworkMaps> networks) {
    this.out = out;
    this.settings = settings;
    this.networks = networks;
  }

  /** Makes the page. */
  static String render(
      FileStore out, HeatmapSettings settings, List<NetworkMaps> networks, Summary summary) {
    return new HeatmapSheet(out, settings, networks).render(summary);
  }

  private String render(Summary summary) {
    html.open("header").element("h1", "Heat maps").close().open("main");
    if (networks.stream().anyMatch(network -> network.faces().isSynthetic())) {
      html.element(
          "p",
          "Synthetic faces: the maps show that everything works. They say nothing about people.",
          "class",
          "warning");
    }
    howToRead(summary.notes);
    meanMaps(summary.means);
    table("Share of relevance by region", "regions", summary.regions, false);
    curves(summary.curves);
    table("Random weights, layer by layer", "randomised", summary.randomised, true);
    for (List<NetworkMaps> group : groups()) {
      group(group);
    }
    return html.close().end();
  }

  private void howToRead(List<String> notes) {
    html.open("section", "id", "reading").element("h2", "How to read a map");
    html.open("div", "class", "legend").element("span", "against the class");
    html.single(
        "img",
        "src",
        Html.png(legend()),
        "alt",
        "colour scale from against the class, over neutral, to for the class");
    html.element("span", "for the class").close();
    List<String> lines = new ArrayList<>();
    lines.add(
        "Each row is a face, each column a network and a rule. A cell shows the face as the network sees it, then %s. Below are the explained class, its probability p and the true class; red where the two differ."
            .formatted(String.join(", ", shown().stream().map(HeatmapSheet::described).toList())));
    lines.add(colours(settings.drawing().colours()));
    lines.add(
        settings.drawing().scale() == Drawing.Scale.FACE
            ? "Each map has a scale of its own, so colours of two maps cannot be compared; the table heatmaps.parquet has the numbers."
            : "All maps of a rule have one scale, so their colours can be compared.");
    lines.add(
        "Relevance against a class speaks for the other classes. A map tells what the network used, not whether that is a good reason.");
    lines.addAll(notes);
    html.conventions(lines).close();
  }

  private static String colours(ColourMap map) {
    return switch (map) {
      case BLACK_FIRERED ->
          "Warm colours (red, yellow, white): the pixel speaks for the explained class. Cold colours (blue, cyan, white): against it. Black: neither.";
      case SEISMIC ->
          "Red: the pixel speaks for the explained class. Blue: against it. White: neither.";
      case BLUE_BLACK_YELLOW ->
          "Yellow: the pixel speaks for the explained class. Blue: against it. Black: neither.";
    };
  }

  private static String described(Drawing.Part part) {
    return switch (part) {
      case FACE -> "the face";
      case HEAT -> "the map";
      case OVERLAY -> "the map over the face";
      case CONTOUR -> "lines at a quarter and at half of the smoothed map's largest value";
    };
  }

  /** The colours from the strongest against to the strongest for the class. */
  private byte[] legend() {
    float[] ramp = new float[LEGEND * LEGEND];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = 2f * (i % LEGEND) / (LEGEND - 1) - 1;
    }
    return MapFiles.png(settings.drawing().colours().draw(ramp, 1, 1), LEGEND);
  }

  /** What a cell shows behind the face. */
  private List<Drawing.Part> shown() {
    return settings.drawing().parts().stream().filter(p -> p != Drawing.Part.FACE).toList();
  }

  /** Networks that were shown the same faces stand side by side. */
  private Collection<List<NetworkMaps>> groups() {
    return networks.stream()
        .collect(
            Collectors.groupingBy(
                network -> List.of(network.labels(), network.alignment(), network.fold()),
                LinkedHashMap::new,
                Collectors.toList()))
        .values();
  }

  private void meanMaps(List<List<MeanMaps.Mean>> means) {
    if (means.stream().allMatch(List::isEmpty)) {
      return;
    }
    html.open("section", "id", "means").element("h2", "Mean maps");
    html.soft(
        "Each map is first divided by the sum of its absolute values. Each mean has a scale of its own.");
    for (int i = 0; i < networks.size(); i++) {
      if (!means.get(i).isEmpty()) {
        html.element("h3", networks.get(i).title());
      }
      for (String rule : means.get(i).stream().map(MeanMaps.Mean::rule).distinct().toList()) {
        for (MeanMaps.Of of : MeanMaps.Of.values()) {
          List<MeanMaps.Mean> chosen =
              means.get(i).stream().filter(m -> m.rule().equals(rule) && m.of() == of).toList();
          if (!chosen.isEmpty()) {
            means(networks.get(i), rule, of, chosen);
          }
        }
      }
    }
    html.close();
  }

  private void means(NetworkMaps network, String rule, MeanMaps.Of of, List<MeanMaps.Mean> chosen) {
    html.element("h4", "%s, faces by their %s class".formatted(rule, Choice.key(of)));
    html.open("div", "class", "means");
    for (MeanMaps.Mean mean : chosen) {
      String label = network.labels().get(mean.label());
      String maps = maps(mean.maps());
      html.open("figure");
      html.picture(
          Html.png(out.read(mean.stem() + ".png")),
          "mean map of %s class %s, %s".formatted(Choice.key(of), label, maps));
      html.element("figcaption", "%s, %s".formatted(label, maps)).close();
    }
    html.close();
  }

  /** A section of tables of means, one for each network. */
  private void table(String title, String id, List<MeansByName> means, boolean layers) {
    if (means.isEmpty()) {
      return;
    }
    html.open("section", "id", id).element("h2", title);
    html.soft(
        layers
            ? "Mean correlation of the maps with those of the same network when random weights replace the learned ones in a layer and in all later ones. A map that shows what was learned loses its correlation. The figures are in randomised.csv."
            : "Mean share of the absolute relevance that lies in each region. The figures are in regions.csv.");
    means.stream()
        .collect(
            Collectors.groupingBy(MeansByName::network, LinkedHashMap::new, Collectors.toList()))
        .forEach((network, rules) -> table(network, layers, rules));
    html.close();
  }

  /** Regions or layers in rows, the rules of one network in columns. */
  private void table(String network, boolean layers, List<MeansByName> rules) {
    html.frame(network).open("table").element("caption", network).open("thead").open("tr");
    html.element("th", layers ? "random down to layer" : "region", "scope", "col");
    rules.forEach(
        rule ->
            html.element("th", "%s, %s".formatted(rule.rule(), maps(rule.maps())), "scope", "col"));
    html.close().close().open("tbody");
    for (String name : rules.get(0).sums().keySet()) {
      html.open("tr").element("th", name, "scope", "row");
      rules.forEach(
          rule ->
              html.element(
                  "td", String.format(Locale.ROOT, "%.3f", rule.mean(name)), "class", "number"));
      html.close();
    }
    html.close().close().close();
  }

  private static String maps(int count) {
    return count == 1 ? "1 map" : count + " maps";
  }

  private void curves(List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    html.open("section", "id", "curves").element("h2", "Perturbation curves");
    html.soft(
        "Mean drop of the explained class's score while regions of the face are replaced. A map is right about the network if the score falls fastest with the most relevant regions first. Areas are over the curve, in logits, with 95 % intervals.");
    html.open("figure", "class", "curves");
    html.picture(SheetPictures.svg(out.read("curves.svg")), String.join(". ", lines));
    html.close().conventions(lines).close();
  }

  /** A column of the sheet. */
  private record Column(NetworkMaps network, String rule) {
    String title() {
      return "%s, %s".formatted(network.title(), rule);
    }
  }

  private record Cell(Column column, String face) {}

  private void group(List<NetworkMaps> group) {
    NetworkMaps first = group.get(0);
    List<List<String>> wanted = first.byLabel(out, settings.faces().onSheet());
    List<Column> columns = new ArrayList<>();
    group.forEach(n -> settings.rules().forEach(rule -> columns.add(new Column(n, rule))));
    Map<Cell, List<JsonNode>> cells = cells(group, wanted);
    for (int label = 0; label < wanted.size(); label++) {
      List<String> faces = wanted.get(label);
      if (!faces.isEmpty()) {
        String title =
            label < first.labels().size()
                ? "True class %s, %s faces"
                    .formatted(first.labels().get(label), first.alignment().key())
                : "Pictures, true class not known";
        block(title, columns, faces, cells);
      }
    }
  }

  private Map<Cell, List<JsonNode>> cells(List<NetworkMaps> group, List<List<String>> wanted) {
    List<String> all = wanted.stream().flatMap(List::stream).toList();
    Map<Cell, List<JsonNode>> cells = new HashMap<>();
    for (NetworkMaps network : group) {
      network.eachRow(
          out,
          row -> {
            String name = row.get("name").textValue();
            if (all.contains(name)) {
              Column column = new Column(network, row.get("rule").textValue());
              cells.computeIfAbsent(new Cell(column, name), k -> new ArrayList<>()).add(row);
            }
          });
    }
    return cells;
  }

  private void block(
      String title, List<Column> columns, List<String> faces, Map<Cell, List<JsonNode>> cells) {
    html.open("section").element("h2", title);
    html.frame(title).open("table", "class", "sheet").open("thead").open("tr");
    html.element("th", "face", "scope", "col");
    columns.forEach(column -> html.element("th", column.title(), "scope", "col"));
    html.close().close().open("tbody");
    for (String face : faces) {
      html.open("tr").element("th", caption(columns, cells, face), "scope", "row");
      for (Column column : columns) {
        html.open("td");
        for (JsonNode row : cells.getOrDefault(new Cell(column, face), List.of())) {
          cell(column.network, row);
        }
        html.close();
      }
      html.close();
    }
    html.close().close().close().close();
  }

  private static String caption(
      List<Column> columns, Map<Cell, List<JsonNode>> cells, String face) {
    return columns.stream()
        .flatMap(column -> cells.getOrDefault(new Cell(column, face), List.of()).stream())
        .map(row -> row.get("caption").textValue())
        .findFirst()
        .orElse(face);
  }

  private void cell(NetworkMaps network, JsonNode row) {
    String caption = row.get("caption").textValue();
    String explained = network.labels().get(row.get("explained").intValue());
    int label = row.get("label").intValue();
    String probability = String.format(Locale.ROOT, "p %.3f", row.get("probability").doubleValue());
    html.open("div", "class", "cells");
    String face = FaceDrawing.faceFile(network.folder(), row.get("name").textValue());
    html.picture(jpeg(face), "face %s".formatted(caption));
    for (Drawing.Part part : shown()) {
      String file = FaceDrawing.mapFile(row.get("png").textValue(), part);
      html.picture(
          part == Drawing.Part.HEAT ? Html.png(out.read(file)) : jpeg(file),
          "%s of face %s for class %s, %s"
              .formatted(alternative(part), caption, explained, probability));
    }
    html.close();
    boolean right = label < 0 || label == row.get("explained").intValue();
    html.element(
        "div",
        "%s, %s%s"
            .formatted(
                explained, probability, label < 0 ? "" : ", true " + network.labels().get(label)),
        "class",
        right ? "soft" : "soft wrong");
  }

  private static String alternative(Drawing.Part part) {
    return switch (part) {
      case FACE -> "face";
      case HEAT -> "heat map";
      case OVERLAY -> "overlay";
      case CONTOUR -> "contours";
    };
  }

  private String jpeg(String file) {
    return SheetPictures.jpeg(out.read(file), out.path(file));
  }
}
