/**
 * From crops to the verdict: predictions of faces, metrics of folds, statistics over folds, and the
 * published values beside them. Predictions are kept, so that every figure can be computed again
 * without the network.
 *
 * <p>Probabilities and accuracies are fractions between 0 and 1; only texts meant for people are in
 * percent and say so.
 */
package io.agegender.score;
