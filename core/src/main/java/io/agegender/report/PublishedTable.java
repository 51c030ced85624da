// SPDX-License-Identifier: Apache-2.0
package io.agegender.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.agegender.adience.Target;
import io.agegender.foundation.json.Json;
import io.agegender.run.RunName;
import io.agegender.score.CropMode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The published results, as data with their source ({@code published-results.json} beside this
 * class). Values are fractions here; the file holds percent as printed, with one decimal.
 *
 * @param source where the values were read
 * @param note what is known about how they came about
 * @param cropMode the crops that they were computed from
 * @param folds the number of folds averaged
 * @param testRows the number of test rows of each fold, by target; two datasets with other numbers
 *     cannot be compared
 * @param cells by configuration
 * @param baselines other people's results, drawn beside the bars
 */
public record PublishedTable(
    String source,
    String note,
    CropMode cropMode,
    int folds,
    Map<Target, List<Integer>> testRows,
    Map<RunName, Cell> cells,
    List<Baseline> baselines) {
  private static final String RESOURCE = "published-results.json";
  private static final PublishedTable PUBLISHED = read();

  /** The one published table. */
  public static PublishedTable published() {
    return PUBLISHED;
  }

  /** The published cell of a configuration; a network that was added since has none. */
  public Optional<Cell> cell(RunName run) {
    return Optional.ofNullable(cells.get(run));
  }

  /**
   * @param accuracy a fraction, rounded to three decimals when it was printed
   * @param oneOff a fraction; age only
   */
  public record Cell(double accuracy, OptionalDouble oneOff) {}

  /**
   * @param target what was predicted
   * @param title whose result
   * @param shortTitle the same in a word, for axes
   * @param accuracy a fraction
   * @param oneOff a fraction; age only
   * @param source where it was read
   */
  public record Baseline(
      Target target,
      String title,
      String shortTitle,
      double accuracy,
      OptionalDouble oneOff,
      String source) {}

  private static PublishedTable read() {
    try (InputStream in =
        Objects.requireNonNull(
            PublishedTable.class.getResourceAsStream(RESOURCE), "missing " + RESOURCE)) {
      return parse(Json.tree(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource " + RESOURCE, e);
    }
  }

  private static PublishedTable parse(JsonNode root) {
    Map<Target, List<Integer>> rows = new LinkedHashMap<>();
    for (Target target : Target.values()) {
      List<Integer> counts = new ArrayList<>();
      root.required("test-rows").required(target.key()).forEach(n -> counts.add(n.intValue()));
      rows.put(target, List.copyOf(counts));
    }
    Map<RunName, Cell> cells = new LinkedHashMap<>();
    for (JsonNode cell : root.required("cells")) {
      cells.put(
          RunName.parse(cell.required("run").textValue()),
          new Cell(fraction(cell.required("accuracy")), oneOff(cell)));
    }
    List<Baseline> baselines = new ArrayList<>();
    for (JsonNode baseline : root.required("baselines")) {
      baselines.add(
          new Baseline(
              Target.of(baseline.required("target").textValue()),
              baseline.required("title").textValue(),
              baseline.required("short-title").textValue(),
              fraction(baseline.required("accuracy")),
              oneOff(baseline),
              baseline.required("source").textValue()));
    }
    return new PublishedTable(
        root.required("source").textValue(),
        root.required("note").textValue(),
        CropMode.of(root.required("crop-mode").textValue()),
        root.required("folds").intValue(),
        Map.copyOf(rows),
        Map.copyOf(cells),
        List.copyOf(baselines));
  }

  private static OptionalDouble oneOff(JsonNode node) {
    return node.has("one-off")
        ? OptionalDouble.of(fraction(node.required("one-off")))
        : OptionalDouble.empty();
  }

  /** Exactly the printed digits: 51.4 becomes 0.514, not 0.5139999999999999. */
  private static double fraction(JsonNode percent) {
    return percent.decimalValue().movePointLeft(2).doubleValue();
  }
}
