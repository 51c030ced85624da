// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.foundation.json.Json;
import io.agegender.storage.FileStore;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Perturbation curves over faces: areas over the curve, and 95 % intervals of the paired
 * differences between two orders (normal approximation, so at least some 30 faces).
 */
public final class Perturbation {
  private static final List<String> ORDERS = List.of("most", "random", "least");
  private static final double NORMAL_95 = 1.959963984540054;

  private static final Map<String, String> WORDS =
      Map.of(
          "most", "most relevant first", "random", "random order", "least", "least relevant first");
  private static final Map<String, String> COLOURS =
      Map.of("most", "#c0392b", "random", "#57606a", "least", "#0b57a4");

  /** So that the curves can be told apart without colours. */
  private static final Map<String, String> DASHES =
      Map.of("most", "none", "random", "2 3", "least", "8 4");

  private static final int WIDTH = 640;
  private static final int HEIGHT = 260;
  private static final int LEFT = 50;
  private static final int RIGHT = 490;

  private Perturbation() {}

  /** A mean and half the length of its 95 % interval. */
  public record Interval(double mean, double half) {
    /** Of independent values. */
    static Interval of(List<Double> values) {
      double mean = values.stream().mapToDouble(v -> v).average().orElse(0);
      double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
      double half =
          values.size() < 2
              ? Double.NaN
              : NORMAL_95 * Math.sqrt(squares / (values.size() - 1) / values.size());
      return new Interval(mean, half);
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%.4f ± %.4f", mean, half);
    }
  }

  private static final class Curves {
    private final Map<String, List<Double>> areas = new TreeMap<>();
    private final Map<String, double[]> sums = new TreeMap<>();
    private int faces;

    void add(JsonNode curves) {
      faces++;
      for (String order : ORDERS) {
        JsonNode logits = curves.get(order);
        double[] sum = sums.computeIfAbsent(order, k -> new double[logits.size()]);
        double area = 0;
        for (int i = 0; i < sum.length; i++) {
          double drop = logits.get(0).doubleValue() - logits.get(i).doubleValue();
          sum[i] += drop;
          area += drop;
        }
        areas.computeIfAbsent(order, k -> new ArrayList<>()).add(area / sum.length);
      }
    }

    Interval difference(String first, String second) {
      List<Double> differences = new ArrayList<>();
      for (int i = 0; i < faces; i++) {
        differences.add(areas.get(first).get(i) - areas.get(second).get(i));
      }
      return Interval.of(differences);
    }
  }

  /**
   * Writes {@code curves.csv}, {@code curves.json} and {@code curves.svg}.
   *
   * @return a line for each network and rule
   */
  public static List<String> write(FileStore out, List<NetworkMaps> networks) {
    Map<String, Curves> all = new TreeMap<>();
    for (NetworkMaps network : networks) {
      network.eachRow(
          out,
          row ->
              all.computeIfAbsent(
                      network.title() + ", rule " + row.get("rule").textValue(), k -> new Curves())
                  .add(row.get("curves")));
    }
    List<String> lines = new ArrayList<>();
    StringBuilder csv = new StringBuilder("network,order,regions,mean_drop_in_logits\n");
    ObjectNode json = Json.object();
    all.forEach(
        (title, curves) -> {
          ObjectNode node = json.putObject(title);
          node.put("faces", curves.faces);
          for (String order : ORDERS) {
            put(node.putObject("area-" + order), Interval.of(curves.areas.get(order)));
            double[] sum = curves.sums.get(order);
            for (int i = 0; i < sum.length; i++) {
              csv.append(
                  String.format(
                      Locale.ROOT, "\"%s\",%s,%d,%.6g%n", title, order, i, sum[i] / curves.faces));
            }
          }
          put(node.putObject("most-minus-random"), curves.difference("most", "random"));
          put(node.putObject("random-minus-least"), curves.difference("random", "least"));
          lines.add(line(title, curves));
        });
    out.write("curves.csv", csv.toString());
    out.write("curves.json", Json.pretty(json));
    out.write("curves.svg", svg(all));
    return lines;
  }

  private static String line(String title, Curves curves) {
    return "%s: %d maps; area over the curve: most relevant first %s, random %s, least relevant first %s; most - random %s, random - least %s"
        .formatted(
            title,
            curves.faces,
            Interval.of(curves.areas.get("most")),
            Interval.of(curves.areas.get("random")),
            Interval.of(curves.areas.get("least")),
            curves.difference("most", "random"),
            curves.difference("random", "least"));
  }

  private static void put(ObjectNode node, Interval interval) {
    node.put("mean", interval.mean);
    node.put("half-of-95-percent-interval", interval.half);
  }

  private static String svg(Map<String, Curves> all) {
    StringBuilder svg =
        new StringBuilder(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">\n"
                .formatted(
                    WIDTH,
                    Math.max(1, all.size()) * HEIGHT,
                    WIDTH,
                    Math.max(1, all.size()) * HEIGHT));
    int top = 0;
    for (Map.Entry<String, Curves> entry : all.entrySet()) {
      plot(svg, top, entry.getKey(), entry.getValue());
      top += HEIGHT;
    }
    return svg.append("</svg>\n").toString();
  }

  /** One plot with its axes: regions to the right, mean drop in logits upwards. */
  private static void plot(StringBuilder svg, int top, String title, Curves curves) {
    double least = 0;
    double most = 1e-9;
    int steps = 1;
    for (double[] sum : curves.sums.values()) {
      least = Math.min(least, Arrays.stream(sum).min().orElse(0) / curves.faces);
      most = Math.max(most, Arrays.stream(sum).max().orElse(0) / curves.faces);
      steps = Math.max(steps, sum.length - 1);
    }
    int bottom = top + HEIGHT - 45;
    svg.append(text(10, top + 16, "#1b1f24", title));
    svg.append(
        "<path fill=\"none\" stroke=\"#57606a\" d=\"M%d %d V%d H%d\"/>\n"
            .formatted(LEFT, top + 30, bottom, RIGHT));
    svg.append(text(4, top + 38, "#57606a", figure(most)));
    svg.append(text(4, bottom, "#57606a", figure(least)));
    svg.append(text(LEFT - 3, bottom + 16, "#57606a", "0"));
    svg.append(text(RIGHT - 14, bottom + 16, "#57606a", String.valueOf(steps)));
    svg.append(
        text(LEFT + 70, bottom + 32, "#57606a", "regions replaced; upwards: mean drop in logits"));
    int zero = (int) Math.round(bottom + (bottom - top - 30) * least / (most - least));
    svg.append("<path stroke=\"#d0d7de\" d=\"M%d %d H%d\"/>\n".formatted(LEFT + 1, zero, RIGHT));
    int legend = 0;
    for (String order : ORDERS) {
      double[] sum = curves.sums.get(order);
      svg.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"")
          .append(COLOURS.get(order))
          .append("\" stroke-dasharray=\"")
          .append(DASHES.get(order))
          .append("\" points=\"");
      for (int i = 0; i < sum.length; i++) {
        svg.append(
            String.format(
                Locale.ROOT,
                "%.1f,%.1f ",
                LEFT + (RIGHT - LEFT) * (double) i / steps,
                bottom - (bottom - top - 30) * (sum[i] / curves.faces - least) / (most - least)));
      }
      svg.append("\"/>\n");
      svg.append(text(RIGHT + 15, top + 50 + 20 * legend++, COLOURS.get(order), WORDS.get(order)));
    }
  }

  private static String figure(double value) {
    return value == 0 ? "0" : new BigDecimal(value).round(new MathContext(2)).toPlainString();
  }

  private static String text(int x, int y, String colour, String text) {
    return "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>\n".formatted(x, y, colour, text);
  }
}
