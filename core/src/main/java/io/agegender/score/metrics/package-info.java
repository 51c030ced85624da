// SPDX-License-Identifier: Apache-2.0
/**
 * Figures and statistics of predictions: confusion matrices, accuracies as fractions between 0 and
 * 1, statistics over folds, bootstrap intervals, paired tests.
 */
package io.agegender.score.metrics;
