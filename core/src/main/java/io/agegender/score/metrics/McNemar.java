// SPDX-License-Identifier: Apache-2.0
package io.agegender.score.metrics;

import java.util.BitSet;
import java.util.List;

/**
 * Two configurations on the same faces. Only the faces that one classifies rightly and the other
 * wrongly say which is better; if neither is, each such face is a toss of a fair coin.
 *
 * <p>Source: McNemar, Psychometrika 12 (1947), with the exact binomial test instead of the
 * chi-square approximation. The test takes faces as independent; faces of one subject are not, so
 * that p is somewhat too small.
 *
 * @param both faces that both classify rightly
 * @param onlyFirst faces that the first alone classifies rightly
 * @param onlySecond faces that the second alone classifies rightly
 * @param neither faces that both classify wrongly
 * @param pValue the probability of a split at least as uneven if neither were better, 0..1
 */
public record McNemar(long both, long onlyFirst, long onlySecond, long neither, double pValue) {

  static McNemar of(long both, long onlyFirst, long onlySecond, long neither) {
    return new McNemar(both, onlyFirst, onlySecond, neither, exact(onlyFirst, onlySecond));
  }

  /**
   * Pairs distinct faces that both have; test sets of different folds have no face in common.
   *
   * @param first the outcomes of each fold
   * @param second the same folds of the other configuration, numbered by the same {@link Names}
   */
  public static McNemar of(List<Outcomes> first, List<Outcomes> second) {
    long both = 0;
    long onlyFirst = 0;
    long onlySecond = 0;
    long neither = 0;
    for (int fold = 0; fold < first.size(); fold++) {
      Outcomes.FaceHits a = first.get(fold).faceHits();
      Outcomes.FaceHits b = second.get(fold).faceHits();
      BitSet shared = and(a.present(), b.present());
      BitSet hitA = and(a.hit(), shared);
      BitSet hitB = and(b.hit(), shared);
      int hits = and(hitA, hitB).cardinality();
      both += hits;
      onlyFirst += hitA.cardinality() - hits;
      onlySecond += hitB.cardinality() - hits;
      neither += shared.cardinality() - hitA.cardinality() - hitB.cardinality() + hits;
    }
    return of(both, onlyFirst, onlySecond, neither);
  }

  /** The number of faces compared. */
  public long faces() {
    return both + onlyFirst + onlySecond + neither;
  }

  private static BitSet and(BitSet a, BitSet b) {
    BitSet result = (BitSet) a.clone();
    result.and(b);
    return result;
  }

  /** Two-sided: twice the probability of at most min(a, b) heads in a + b tosses, at most 1. */
  private static double exact(long a, long b) {
    long tosses = a + b;
    double logTerm = -tosses * Math.log(2);
    double tail = Math.exp(logTerm);
    for (long heads = 1; heads <= Math.min(a, b); heads++) {
      logTerm += Math.log((double) (tosses - heads + 1) / heads);
      tail += Math.exp(logTerm);
    }
    return Math.min(1, 2 * tail);
  }
}
