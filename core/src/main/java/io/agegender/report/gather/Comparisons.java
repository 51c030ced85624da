// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.gather;

import io.agegender.adience.Target;
import io.agegender.report.CellKey;
import io.agegender.report.Comparison;
import io.agegender.score.Protocol;
import io.agegender.score.metrics.FoldStatistic;
import io.agegender.score.metrics.McNemar;
import io.agegender.score.metrics.Metrics;
import io.agegender.score.metrics.Outcomes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Compares every two configurations of a target on the folds that both have. */
public final class Comparisons {
  private Comparisons() {}

  /**
   * Pairs of home cells with the crops that the published table is made of, or else with the first
   * crops there are.
   *
   * @param cells the chosen outcomes by fold
   */
  static List<Comparison> of(Map<CellKey, SortedMap<Integer, Outcomes>> cells) {
    List<Comparison> comparisons = new ArrayList<>();
    for (Target target : Target.values()) {
      comparisons.addAll(adjusted(pairs(headline(cells.keySet(), target), cells)));
    }
    return comparisons;
  }

  /** The home cells of a target with its best crops: oversample if there is any. */
  public static List<CellKey> headline(Collection<CellKey> cells, Target target) {
    List<CellKey> keys =
        cells.stream().filter(key -> key.run().target() == target && key.home()).sorted().toList();
    return keys.stream().filter(key -> key.cropMode() == keys.get(0).cropMode()).toList();
  }

  private static List<Comparison> pairs(
      List<CellKey> keys, Map<CellKey, SortedMap<Integer, Outcomes>> cells) {
    List<Comparison> pairs = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      for (int j = i + 1; j < keys.size(); j++) {
        SortedMap<Integer, Outcomes> first = new TreeMap<>(cells.get(keys.get(i)));
        SortedMap<Integer, Outcomes> second = new TreeMap<>(cells.get(keys.get(j)));
        first.keySet().retainAll(second.keySet());
        second.keySet().retainAll(first.keySet());
        if (!first.isEmpty()) {
          pairs.add(compare(keys.get(i), first, keys.get(j), second));
        }
      }
    }
    return pairs;
  }

  private static Comparison compare(
      CellKey firstKey,
      SortedMap<Integer, Outcomes> first,
      CellKey secondKey,
      SortedMap<Integer, Outcomes> second) {
    Map<Integer, Double> differences = new TreeMap<>();
    first.forEach(
        (fold, outcomes) -> differences.put(fold, accuracy(outcomes) - accuracy(second.get(fold))));
    McNemar test = McNemar.of(List.copyOf(first.values()), List.copyOf(second.values()));
    return new Comparison(
        firstKey, secondKey, FoldStatistic.of(differences, Protocol.FOLDS), test, test.pValue());
  }

  private static double accuracy(Outcomes outcomes) {
    return Metrics.of(outcomes.confusion()).accuracy();
  }

  /** Holm, Scandinavian Journal of Statistics 6 (1979): p ascending times what is left to test. */
  private static List<Comparison> adjusted(List<Comparison> comparisons) {
    List<Integer> order =
        IntStream.range(0, comparisons.size())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> comparisons.get(i).test().pValue()))
            .toList();
    List<Comparison> adjusted = new ArrayList<>(comparisons);
    double least = 0;
    for (int rank = 0; rank < order.size(); rank++) {
      Comparison c = comparisons.get(order.get(rank));
      least = Math.max(least, Math.min(1, (order.size() - rank) * c.test().pValue()));
      adjusted.set(
          order.get(rank), new Comparison(c.first(), c.second(), c.difference(), c.test(), least));
    }
    return adjusted;
  }
}
