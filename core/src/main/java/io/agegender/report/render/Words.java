// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.render;

import io.agegender.adience.Target;
import io.agegender.report.CellKey;
import io.agegender.report.Comparison;
import io.agegender.report.FoldState;
import io.agegender.report.PublishedTable;
import io.agegender.report.Results;
import io.agegender.score.CropMode;
import io.agegender.score.metrics.Bootstrap.Interval;
import io.agegender.score.metrics.FoldStatistic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words that the Markdown and the HTML report share. */
final class Words {
  static final String COMPARISONS =
      "Each pair on the distinct test faces of the folds that both have. McNemar's exact test asks"
          + " whether the faces that only one of the two classifies rightly are split unevenly; p is"
          + " corrected by Holm's method for the number of pairs of the same target. Faces of one"
          + " subject are alike, so that p is somewhat too small.";

  private Words() {}

  /** What a reader has to know before the first number. */
  static List<String> conventions(Results results) {
    List<String> lines = new ArrayList<>();
    lines.add("Snapshot of each run: " + results.selection().title() + ".");
    lines.add(
        "Accuracy and 1-off in percent: unweighted mean over the test folds ± population standard"
            + " deviation; duplicate rows count twice%s. A missing fold is named and never averaged"
                .formatted(results.published().isPresent() ? ", as in the published table" : "")
            + " over. 1-off: the right age group or one beside it.");
    lines.add(
        "Rows: i aligned, r unaligned, m mixed (tested on unaligned faces); . from scratch, n from"
            + " ImageNet weights, w from ImageNet, then IMDB-WIKI weights, s from another run's.");
    lines.add(
        results.published().isPresent()
            ? String.format(
                Locale.ROOT,
                "Reproduced: within %.1f percentage points of the published value.",
                results.tolerancePoints())
            : "Faces of another dataset than Adience: nothing published belongs beside these figures.");
    lines.add(
        results.dataset().isEmpty()
            ? "Nothing has been scored."
            : "Dataset (SHA-256 of its manifest): " + results.dataset() + ".");
    return lines;
  }

  /** Such as {@code Age, 10 crops}. */
  static String title(Results results, Target target, CropMode mode) {
    String name = target.key().substring(0, 1).toUpperCase(Locale.ROOT) + target.key().substring(1);
    boolean otherCrops = results.published().filter(t -> t.cropMode() != mode).isPresent();
    return name + ", " + crops(mode) + (otherCrops ? " (nothing published)" : "");
  }

  /** A cell in words, such as {@code age_net_definitions on aligned faces, 10 crops}. */
  static String cell(CellKey key) {
    return "%s on %s faces, %s"
        .formatted(key.run(), key.testAlignment().key(), crops(key.cropMode()));
  }

  static String crops(CropMode mode) {
    return switch (mode) {
      case CENTRE -> "centre crop";
      case CORNER -> "the original's corner crop";
      case OVERSAMPLE -> "10 crops";
    };
  }

  /** Stands behind every figure that is flattered by the choice of its snapshot. */
  static String mark(Results results) {
    return results.selection().optimistic() ? " (optimistic)" : "";
  }

  static String published(PublishedTable.Cell cell) {
    String accuracy = FoldStatistic.percent(cell.accuracy());
    return cell.oneOff().isPresent()
        ? accuracy + ", 1-off " + FoldStatistic.percent(cell.oneOff().getAsDouble())
        : accuracy;
  }

  /** A configuration's name in Markdown. */
  static String code(CellKey key) {
    return "`" + key.run() + "`";
  }

  /** The state of a fold: {@code not scored}. */
  static String state(FoldState state) {
    return state.key().replace('-', ' ');
  }

  /** The mean and the deviation alone, where the number of folds stands beside it. */
  static String spread(FoldStatistic statistic) {
    return statistic.percent().replaceFirst(" \\(.*\\)$", "");
  }

  static String interval(Interval interval) {
    return FoldStatistic.percent(interval.lower()) + "–" + FoldStatistic.percent(interval.upper());
  }

  /** In percentage points, with its sign and folds. */
  static String difference(Comparison comparison) {
    return String.format(
        Locale.ROOT,
        "%+.1f (%d of %d folds)",
        100 * comparison.difference().mean().orElseThrow(),
        comparison.difference().values().size(),
        comparison.difference().expected());
  }

  static String probability(double p) {
    return p < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", p);
  }
}
