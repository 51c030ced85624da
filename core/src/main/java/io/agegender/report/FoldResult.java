// SPDX-License-Identifier: Apache-2.0
package io.agegender.report;

import java.util.Optional;

/**
 * What a cell has of one fold.
 *
 * @param testFold the fold, 0..4
 * @param state whether there are figures
 * @param reason why there are none, in words; empty if there are
 * @param score the figures of the chosen snapshot; present if and only if scored
 * @param oneOffScore the figures that 1-off is taken from: those of the same snapshot unless the
 *     best on the test faces is chosen, which is done for accuracy and 1-off separately
 */
public record FoldResult(
    int testFold,
    FoldState state,
    String reason,
    Optional<FoldScore> score,
    Optional<FoldScore> oneOffScore) {
  /**
   * @throws IllegalArgumentException if scores and state contradict each other
   */
  public FoldResult {
    boolean scored = state == FoldState.SCORED;
    if (score.isPresent() != scored || oneOffScore.isPresent() != scored) {
      throw new IllegalArgumentException("fold %d is %s".formatted(testFold, state.key()));
    }
  }

  public static FoldResult scored(int testFold, FoldScore score, FoldScore oneOffScore) {
    return new FoldResult(
        testFold, FoldState.SCORED, "", Optional.of(score), Optional.of(oneOffScore));
  }

  public static FoldResult without(int testFold, FoldState state, String reason) {
    return new FoldResult(testFold, state, reason, Optional.empty(), Optional.empty());
  }
}
