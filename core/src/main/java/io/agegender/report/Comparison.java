// SPDX-License-Identifier: Apache-2.0
package io.agegender.report;

import io.agegender.score.metrics.FoldStatistic;
import io.agegender.score.metrics.McNemar;

/**
 * Two configurations on the same test faces.
 *
 * @param first one cell
 * @param second the other, of the same target and crops
 * @param difference accuracy of the first minus that of the second, by fold, over the folds that
 *     both have; fractions
 * @param test over the distinct faces of these folds that both scored
 * @param adjustedP the test's p after Holm's correction for all comparisons of the same target: the
 *     more pairs are looked at, the more differ by luck
 */
public record Comparison(
    CellKey first, CellKey second, FoldStatistic difference, McNemar test, double adjustedP) {}
