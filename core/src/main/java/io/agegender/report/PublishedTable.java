// SPDX-License-Identifier: Apache-2.0
package io.agegender.report;

import io.agegender.adience.Target;
import io.agegender.foundation.json.JsonReader;
import io.agegender.run.RunName;
import io.agegender.score.CropMode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.HashMap;
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
 * @param cropMode the crops that they were computed from
 * @param folds the number of folds averaged
 * @param testRows the number of test rows of each fold, by target; two datasets with other numbers
 *     cannot be compared
 * @param cells by configuration
 * @param baselines other people's results, drawn beside the bars
 */
public record PublishedTable(
    String source,
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
      return of(JsonReader.own(RESOURCE, "restore the program's jar", in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource " + RESOURCE, e);
    }
  }

  private static PublishedTable of(JsonReader table) {
    Map<Target, List<Integer>> rows = new EnumMap<>(Target.class);
    table
        .get("test-rows")
        .map(folds -> folds.list(JsonReader::integer))
        .forEach((target, folds) -> rows.put(Target.of(target), folds));
    Map<RunName, Cell> cells = new HashMap<>();
    for (JsonReader cell : table.get("cells").list(cell -> cell)) {
      cells.put(
          RunName.parse(cell.get("run").text()),
          new Cell(fraction(cell.get("accuracy")), oneOff(cell)));
    }
    return new PublishedTable(
        table.get("source").text(),
        CropMode.of(table.get("crop-mode").text()),
        table.get("folds").integer(),
        Map.copyOf(rows),
        Map.copyOf(cells),
        table.get("baselines").list(PublishedTable::baseline));
  }

  private static Baseline baseline(JsonReader baseline) {
    return new Baseline(
        Target.of(baseline.get("target").text()),
        baseline.get("title").text(),
        baseline.get("short-title").text(),
        fraction(baseline.get("accuracy")),
        oneOff(baseline),
        baseline.get("source").text());
  }

  private static OptionalDouble oneOff(JsonReader figures) {
    return figures.find("one-off").stream().mapToDouble(PublishedTable::fraction).findAny();
  }

  /** Exactly the printed digits: 51.4 becomes 0.514, not 0.5139999999999999. */
  private static double fraction(JsonReader percent) {
    return BigDecimal.valueOf(percent.number()).movePointLeft(2).doubleValue();
  }
}
