// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap;

import com.fasterxml.jackson.databind.JsonNode;
import io.agegender.report.render.Html;
import io.agegender.storage.FileStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code index.html}: faces in rows, networks and rules in columns; one file with its pictures. */
final class HeatmapSheet {
  static final String FILE = "index.html";

  private static final String STYLE =
      """
      .cells { display: flex; gap: 2px; }
      .cells img { width: 7rem; height: 7rem; display: block; }
      .means { display: flex; flex-wrap: wrap; gap: 1rem; }
      .means figure { margin: 0; }
      .means img { width: 8rem; height: 8rem; display: block; }
      figcaption { font-size: .8rem; }
      .sheet td, .sheet th { padding: .4rem .6rem; vertical-align: top; text-align: left; }
      .wrong { color: #9a3412; }
      @media (max-width: 40rem) { .cells img { width: 5.2rem; height: 5.2rem; } .means img { width: 6rem; height: 6rem; } }
      """;

  private final FileStore out;
  private final List<NetworkMaps> networks;
  private final int most;
  private final Html html = Html.page("Heat maps", STYLE);

  private HeatmapSheet(FileStore out, List<NetworkMaps> networks, int most) {
    this.out = out;
    this.networks = networks;
    this.most = most;
  }

  /**
   * Makes the page.
   *
   * @param means stems of mean maps of each network
   * @param notes lines on top
   */
  static String render(
      FileStore out,
      List<NetworkMaps> networks,
      List<List<String>> means,
      int most,
      List<String> notes) {
    return new HeatmapSheet(out, networks, most).render(means, notes);
  }

  private String render(List<List<String>> means, List<String> notes) {
    html.open("header").element("h1", "Heat maps").close().open("main");
    html.open("ul", "class", "conventions");
    html.element(
        "li",
        "Each row is a face; each column a network and a rule. A cell shows the face as the network sees it, the map, and the map over the face.");
    html.element(
        "li",
        "Warm (red, yellow, white): the pixel speaks for the explained class. Cold (blue, cyan): against it. Black: neither. Each map has its own scale, so colours of two maps cannot be compared.");
    notes.forEach(note -> html.element("li", note));
    html.close();
    meanMaps(means);
    List<List<Integer>> groups = groups();
    for (List<Integer> group : groups) {
      group(group.stream().map(networks::get).toList());
    }
    return html.close().end();
  }

  /** Networks that were shown the same faces stand side by side. */
  private List<List<Integer>> groups() {
    Map<List<Object>, List<Integer>> groups = new java.util.LinkedHashMap<>();
    for (int i = 0; i < networks.size(); i++) {
      NetworkMaps it = networks.get(i);
      groups
          .computeIfAbsent(List.of(it.labels(), it.alignment(), it.fold()), k -> new ArrayList<>())
          .add(i);
    }
    return List.copyOf(groups.values());
  }

  private void meanMaps(List<List<String>> means) {
    if (means.stream().allMatch(List::isEmpty)) {
      return;
    }
    html.open("section", "id", "means").element("h2", "Mean maps of the true class");
    for (int i = 0; i < networks.size(); i++) {
      NetworkMaps network = networks.get(i);
      if (means.get(i).isEmpty()) {
        continue;
      }
      html.element("h3", network.title()).open("div", "class", "means");
      for (String stem : means.get(i)) {
        String[] parts = stem.split("/");
        String label = network.labels().get(Integer.parseInt(parts[parts.length - 1].substring(1)));
        html.open("figure");
        picture(stem + ".png", "mean map of class " + label);
        html.element("figcaption", label + ", " + parts[parts.length - 2]).close();
      }
      html.close();
    }
    html.close();
  }

  private void group(List<NetworkMaps> group) {
    NetworkMaps first = group.get(0);
    Map<String, List<JsonNode>> rows = new HashMap<>();
    List<List<String>> shown = first.byLabel(out, most);
    List<String> wanted = shown.stream().flatMap(List::stream).toList();
    for (NetworkMaps network : group) {
      network.eachRow(
          out,
          row -> {
            if (wanted.contains(row.get("name").textValue())) {
              rows.computeIfAbsent(
                      network.folder() + " " + row.get("name").textValue(), k -> new ArrayList<>())
                  .add(row);
            }
          });
    }
    for (int label = 0; label < shown.size(); label++) {
      if (shown.get(label).isEmpty()) {
        continue;
      }
      String title =
          label < first.labels().size()
              ? "True class " + first.labels().get(label)
              : "Pictures whose class is not known";
      html.open("section").element("h2", "%s (%s)".formatted(title, first.alignment().key()));
      html.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", title);
      html.open("table", "class", "sheet")
          .open("thead")
          .open("tr")
          .element("th", "face", "scope", "col");
      group.forEach(network -> html.element("th", network.title(), "scope", "col"));
      html.close().close().open("tbody");
      for (String name : shown.get(label)) {
        html.open("tr").element("th", caption(group, rows, name), "scope", "row", "class", "soft");
        for (NetworkMaps network : group) {
          html.open("td");
          for (JsonNode row : rows.getOrDefault(network.folder() + " " + name, List.of())) {
            cell(network, row);
          }
          html.close();
        }
        html.close();
      }
      html.close().close().close().close();
    }
  }

  private static String caption(
      List<NetworkMaps> group, Map<String, List<JsonNode>> rows, String name) {
    return group.stream()
        .flatMap(n -> rows.getOrDefault(n.folder() + " " + name, List.of()).stream())
        .map(row -> row.get("caption").textValue())
        .findFirst()
        .orElse(name);
  }

  private void cell(NetworkMaps network, JsonNode row) {
    int explained = row.get("explained").intValue();
    int label = row.get("label").intValue();
    String png = row.get("png").textValue();
    String of =
        "%s as %s".formatted(row.get("caption").textValue(), network.labels().get(explained));
    html.open("div", "class", "cells");
    picture("png/%s/%s-face.png".formatted(network.folder(), row.get("name").textValue()), "face");
    picture(png + "-heat.png", "heat map of " + of);
    picture(png + "-overlay.png", "overlay of " + of);
    html.close();
    html.element(
        "div",
        String.format(
            Locale.ROOT,
            "%s: %s, p %.3f%s",
            row.get("rule").textValue(),
            network.labels().get(explained),
            row.get("probability").doubleValue(),
            label < 0 ? "" : ", true " + network.labels().get(label)),
        "class",
        label >= 0 && label != explained ? "soft wrong" : "soft");
  }

  private void picture(String file, String alternative) {
    html.single(
        "img",
        "src",
        "data:image/png;base64," + Base64.getEncoder().encodeToString(out.read(file)),
        "alt",
        alternative,
        "loading",
        "lazy");
  }
}
