package io.agegender.report.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agegender.adience.Alignment;
import io.agegender.adience.Target;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.json.Json;
import io.agegender.run.RunName;
import io.agegender.score.Protocol;
import io.agegender.score.metrics.ConfusionMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The original's result files, so that its plotting scripts and ours understand each other: a line
 * {@code fold<k>: {scores} ConfMats: {matrices}} for each fold and a line {@code all:} without line
 * feed, in which each score is a text {@code "mean +- population deviation"} with three decimals.
 * Scores are {@code acc} and {@code 1off} of the corner crop and {@code acco} and {@code 1offo} of
 * 10 crops; matrices are {@code confmat} and {@code confmato}, rows = prediction.
 *
 * <p>Source: evaluation_scripts/score_models.py and trainingprogressplots.py of the original.
 */
public final class OriginalResultFile {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern PATH =
      Pattern.compile("results-(|_unaligned|_mixed)-vs-(|_unaligned)/([a-z0-9_]+)_([0-9]+)\\.txt$");

  private static final Pattern LINE =
      Pattern.compile("(fold[0-9]|all): (\\{.*}) ConfMats: (\\{.*})");

  /** A score may differ by this much from what its confusion matrix gives. */
  private static final double ROUNDING = 1e-6;

  private OriginalResultFile() {}

  /** The file's text. */
  public static String write(OriginalResult result) {
    StringBuilder text = new StringBuilder();
    for (int fold = 0; fold < result.folds().size(); fold++) {
      OriginalResult.Fold matrices = result.folds().get(fold);
      text.append("fold").append(fold).append(": ");
      scores(text, score -> Double.toString(score.of(matrices)));
      matrices(text, matrices.corner(), matrices.oversample());
      text.append('\n');
    }
    text.append("all: ");
    scores(text, score -> '"' + summary(result.folds(), score) + '"');
    matrices(
        text,
        sum(result.folds(), OriginalResult.Fold::corner),
        sum(result.folds(), OriginalResult.Fold::oversample));
    return text.toString();
  }

  /**
   * Reads a file's text.
   *
   * @param path where it is; run, test faces and iteration are in its last two parts
   * @throws UsageException with file and line if the name or a line is no such thing, the file is
   *     cut off, or a score contradicts its confusion matrix
   */
  public static OriginalResult read(String path, String text) {
    Matcher name = PATH.matcher(path);
    if (!name.find()) {
      throw new UsageException(
          ("%s: not named like a result file of the original; expected"
                  + " results-<training suffix>-vs-<test suffix>/<run>_<iteration>.txt")
              .formatted(path));
    }
    RunName run = RunName.parse(name.group(3));
    if (!run.alignment().suffix().equals(name.group(1))) {
      throw new UsageException(
          "%s: the run was trained on %s faces, the folder says '%s'"
              .formatted(path, run.alignment().key(), name.group(1)));
    }
    List<String> lines = text.lines().toList();
    if (lines.size() != Protocol.FOLDS + 1 || !lines.get(Protocol.FOLDS).startsWith("all:")) {
      throw new UsageException(
          ("%s: cut off: it has %d lines instead of %d, of which the last starts with 'all:'; the"
                  + " scoring failed there, score it again")
              .formatted(path, lines.size(), Protocol.FOLDS + 1));
    }
    List<OriginalResult.Fold> folds = new ArrayList<>();
    for (int fold = 0; fold < Protocol.FOLDS; fold++) {
      folds.add(fold(run.target(), lines.get(fold), "fold" + fold, path + ":" + (fold + 1)));
    }
    checkSummary(run.target(), folds, lines.get(Protocol.FOLDS), path + ":" + lines.size());
    return new OriginalResult(
        run,
        name.group(2).isEmpty() ? Alignment.ALIGNED : Alignment.UNALIGNED,
        Long.parseLong(name.group(4)),
        folds);
  }

  /** The four scores by the original's names. */
  private enum Score {
    ACC("acc", OriginalResult.Fold::corner, 0),
    ONE_OFF("1off", OriginalResult.Fold::corner, 1),
    ACC_OVERSAMPLE("acco", OriginalResult.Fold::oversample, 0),
    ONE_OFF_OVERSAMPLE("1offo", OriginalResult.Fold::oversample, 1);

    private final String key;
    private final Function<OriginalResult.Fold, ConfusionMatrix> matrix;
    private final int tolerance;

    Score(String key, Function<OriginalResult.Fold, ConfusionMatrix> matrix, int tolerance) {
      this.key = key;
      this.matrix = matrix;
      this.tolerance = tolerance;
    }

    /** Also for gender, whose 1-off is always 1: the original writes it. */
    double of(OriginalResult.Fold fold) {
      ConfusionMatrix confusion = matrix.apply(fold);
      long hits = 0;
      for (int prediction = 0; prediction < confusion.target().classes(); prediction++) {
        for (int truth = 0; truth < confusion.target().classes(); truth++) {
          if (Math.abs(prediction - truth) <= tolerance) {
            hits += confusion.count(prediction, truth);
          }
        }
      }
      return (double) hits / confusion.total();
    }
  }

  private static void scores(StringBuilder text, Function<Score, String> value) {
    text.append(
        Arrays.stream(Score.values())
            .map(score -> "\"" + score.key + "\": " + value.apply(score))
            .collect(Collectors.joining(", ", "{", "}")));
  }

  private static void matrices(
      StringBuilder text, ConfusionMatrix corner, ConfusionMatrix oversample) {
    text.append(" ConfMats: {\"confmat\": ")
        .append(Arrays.deepToString(corner.counts()))
        .append(", \"confmato\": ")
        .append(Arrays.deepToString(oversample.counts()))
        .append('}');
  }

  private static String summary(List<OriginalResult.Fold> folds, Score score) {
    double mean = folds.stream().mapToDouble(score::of).average().orElseThrow();
    double squares = folds.stream().mapToDouble(score::of).map(v -> (v - mean) * (v - mean)).sum();
    return thousandths(mean) + " +- " + thousandths(Math.sqrt(squares / folds.size()));
  }

  /** Rounds halves to even, as numpy does. */
  private static double thousandths(double value) {
    return Math.rint(value * 1000) / 1000;
  }

  private static ConfusionMatrix sum(
      List<OriginalResult.Fold> folds, Function<OriginalResult.Fold, ConfusionMatrix> matrix) {
    return folds.stream().map(matrix).reduce(ConfusionMatrix::plus).orElseThrow();
  }

  private record Parsed(JsonNode scores, JsonNode matrices) {}

  private static Parsed parse(String line, String start, String where) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches() || !parts.group(1).equals(start)) {
      throw new UsageException(
          "%s: broken: expected '%s: {...} ConfMats: {...}'".formatted(where, start));
    }
    try {
      return new Parsed(Json.tree(parts.group(2)), Json.tree(parts.group(3)));
    } catch (JsonProcessingException e) {
      throw new UsageException("%s: broken: %s".formatted(where, e.getOriginalMessage()), e);
    }
  }

  private static OriginalResult.Fold fold(Target target, String line, String start, String where) {
    Parsed parsed = parse(line, start, where);
    OriginalResult.Fold fold =
        new OriginalResult.Fold(
            matrix(target, parsed.matrices(), "confmat", where),
            matrix(target, parsed.matrices(), "confmato", where));
    for (Score score : Score.values()) {
      JsonNode given = parsed.scores().path(score.key);
      double follows = score.of(fold);
      // Written so that NaN and what is not there fail, too.
      if (!(Math.abs(given.asDouble(Double.NaN) - follows) <= ROUNDING)) {
        throw new UsageException(
            "%s: broken: '%s' is %s, its confusion matrix gives %s"
                .formatted(where, score.key, given.isMissingNode() ? "missing" : given, follows));
      }
    }
    return fold;
  }

  private static ConfusionMatrix matrix(Target target, JsonNode node, String key, String where) {
    long[][] counts = MAPPER.convertValue(node.path(key), long[][].class);
    try {
      ConfusionMatrix matrix = ConfusionMatrix.of(target, counts == null ? new long[0][] : counts);
      if (matrix.total() == 0) {
        throw new IllegalArgumentException("it counts no prediction");
      }
      return matrix;
    } catch (IllegalArgumentException e) {
      throw new UsageException("%s: '%s': %s".formatted(where, key, e.getMessage()), e);
    }
  }

  private static void checkSummary(
      Target target, List<OriginalResult.Fold> folds, String line, String where) {
    Parsed all = parse(line, "all", where);
    for (Score score : Score.values()) {
      String given = all.scores().path(score.key).asText();
      String follows = summary(folds, score);
      if (!given.equals(follows)) {
        throw new UsageException(
            "%s: broken: '%s' is '%s', the folds give '%s'"
                .formatted(where, score.key, given, follows));
      }
    }
    checkSum(sum(folds, OriginalResult.Fold::corner), target, all, "confmat", where);
    checkSum(sum(folds, OriginalResult.Fold::oversample), target, all, "confmato", where);
  }

  private static void checkSum(
      ConfusionMatrix sum, Target target, Parsed all, String key, String where) {
    if (!matrix(target, all.matrices(), key, where).equals(sum)) {
      throw new UsageException(
          "%s: broken: '%s' is not the sum of the folds".formatted(where, key));
    }
  }
}
