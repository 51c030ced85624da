package io.agegender.regression;

import io.agegender.run.MetricsLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The measurements of rounds next to those of the rounds made again.
 *
 * @param rounds how many both have
 * @param differences the rounds that differ, in order: losses to the bit, learning rates, images
 * @param largestLoss the largest difference of two losses
 */
public record RoundComparison(int rounds, List<Difference> differences, double largestLoss) {
  public RoundComparison {
    differences = List.copyOf(differences);
  }

  /**
   * Compares the rounds that both have; a start that went on from a checkpoint may lack some.
   *
   * @param before rows by iteration
   * @param now the same rows made again
   */
  public static RoundComparison of(List<MetricsLog.Row> before, List<MetricsLog.Row> now) {
    Map<Integer, MetricsLog.Row> again = new TreeMap<>();
    now.forEach(row -> again.put(row.iteration(), row));
    List<Difference> differences = new ArrayList<>();
    double largest = 0;
    int rounds = 0;
    for (MetricsLog.Row row : before) {
      MetricsLog.Row other = again.get(row.iteration());
      if (other == null) {
        continue;
      }
      rounds++;
      // Causes before what follows from them.
      compare(row, "images", (double) row.images(), (double) other.images(), differences);
      compare(row, "learning rate", row.learningRate(), other.learningRate(), differences);
      compare(row, "loss", row.loss(), other.loss(), differences);
      largest = Math.max(largest, Math.abs(row.loss() - other.loss()));
    }
    return new RoundComparison(rounds, differences, largest);
  }

  /** Whether every bit is the same. */
  public boolean isIdentical() {
    return differences.isEmpty();
  }

  /** Whether nothing but losses differs. */
  boolean isOfLossesOnly() {
    return differences.stream().allMatch(d -> d.name().startsWith("loss"));
  }

  private static void compare(
      MetricsLog.Row row, String what, double before, double now, List<Difference> differences) {
    if (Double.compare(before, now) != 0) {
      differences.add(
          new Difference(
              "%s of the round to iteration %d".formatted(what, row.iteration()),
              Double.toString(before),
              Double.toString(now)));
    }
  }
}
