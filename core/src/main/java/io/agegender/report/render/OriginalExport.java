// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.render;

import io.agegender.report.Cell;
import io.agegender.report.CellKey;
import io.agegender.report.FoldResult;
import io.agegender.report.FoldScore;
import io.agegender.report.Results;
import io.agegender.score.CropMode;
import io.agegender.score.metrics.ConfusionMatrix;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The results in the original's format, for its plotting scripts, as far as the format can hold
 * them: those with corner crops and 10 crops of the same snapshot in all five folds.
 *
 * <p>A file has a line {@code fold<k>: {scores} ConfMats: {matrices}} for each fold and a line
 * {@code all:} without line feed, in which each score is a text {@code "mean +- population
 * deviation"} with three decimals. Scores are {@code acc} and {@code 1off} of the corner crop and
 * {@code acco} and {@code 1offo} of 10 crops; matrices are {@code confmat} and {@code confmato},
 * rows = prediction.
 *
 * <p>Source: evaluation_scripts/score_models.py and trainingprogressplots.py of the original.
 */
final class OriginalExport {
  private OriginalExport() {}

  /**
   * The texts by the original's paths, such as {@code
   * results-_mixed-vs-_unaligned/age_finetuning_vgg16_mixed_250000.txt}.
   */
  static SortedMap<String, String> of(Results results) {
    Map<CellKey, Cell> cells = new HashMap<>();
    results.cells().forEach(cell -> cells.put(cell.key(), cell));
    SortedMap<String, String> texts = new TreeMap<>();
    for (Cell oversample : results.cells()) {
      CellKey key = oversample.key();
      Cell corner = cells.get(new CellKey(key.run(), key.testAlignment(), CropMode.CORNER));
      if (key.cropMode() == CropMode.OVERSAMPLE
          && corner != null
          && oneSnapshot(corner, oversample)) {
        String path =
            "results-%s-vs-%s/%s_%d.txt"
                .formatted(
                    key.run().alignment().suffix(),
                    key.testAlignment().suffix(),
                    key.run(),
                    oversample.folds().get(0).score().orElseThrow().iteration());
        texts.put(path, text(matrices(corner), matrices(oversample)));
      }
    }
    return texts;
  }

  /** Whether every fold of both is scored, and all of them at the same iteration. */
  private static boolean oneSnapshot(Cell corner, Cell oversample) {
    return Stream.of(corner, oversample)
                .flatMap(cell -> cell.folds().stream())
                .map(fold -> fold.score().map(FoldScore::iteration))
                .distinct()
                .count()
            == 1
        && corner.missing().isEmpty();
  }

  private static List<ConfusionMatrix> matrices(Cell cell) {
    return cell.folds().stream()
        .map(FoldResult::score)
        .map(score -> score.orElseThrow().rows().confusion())
        .toList();
  }

  /** The text of one file; matrices by test fold. */
  static String text(List<ConfusionMatrix> corner, List<ConfusionMatrix> oversample) {
    StringBuilder text = new StringBuilder();
    for (int fold = 0; fold < corner.size(); fold++) {
      text.append("fold").append(fold).append(": ");
      line(text, List.of(corner.get(fold)), List.of(oversample.get(fold)), m -> "" + m.get(0));
      text.append('\n');
    }
    text.append("all: ");
    line(text, corner, oversample, OriginalExport::summary);
    return text.toString();
  }

  private static void line(
      StringBuilder text,
      List<ConfusionMatrix> corner,
      List<ConfusionMatrix> oversample,
      Function<List<Double>, String> score) {
    Map<String, String> scores = new LinkedHashMap<>();
    scores.put("acc", score.apply(shares(corner, 0)));
    scores.put("1off", score.apply(shares(corner, 1)));
    scores.put("acco", score.apply(shares(oversample, 0)));
    scores.put("1offo", score.apply(shares(oversample, 1)));
    text.append(
        scores.entrySet().stream()
            .map(entry -> "\"" + entry.getKey() + "\": " + entry.getValue())
            .collect(Collectors.joining(", ", "{", "}")));
    text.append(" ConfMats: {\"confmat\": ")
        .append(sum(corner))
        .append(", \"confmato\": ")
        .append(sum(oversample))
        .append('}');
  }

  /** The share of hits within a number of classes; for gender, too, whose 1-off is always 1. */
  private static List<Double> shares(List<ConfusionMatrix> matrices, int tolerance) {
    return matrices.stream().map(m -> (double) m.hits(tolerance) / m.total()).toList();
  }

  private static String sum(List<ConfusionMatrix> matrices) {
    return Arrays.deepToString(
        matrices.stream().reduce(ConfusionMatrix::plus).orElseThrow().counts());
  }

  private static String summary(List<Double> scores) {
    double mean = scores.stream().mapToDouble(v -> v).average().orElseThrow();
    double squares = scores.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return '"' + thousandths(mean) + " +- " + thousandths(Math.sqrt(squares / scores.size())) + '"';
  }

  /** Rounds halves to even, as numpy does. */
  private static String thousandths(double value) {
    return Double.toString(Math.rint(value * 1000) / 1000);
  }
}
