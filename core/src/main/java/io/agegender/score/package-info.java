// SPDX-License-Identifier: Apache-2.0
/**
 * From crops to predictions of faces. Predictions are kept, so that every figure can be computed
 * again without the network. Probabilities are fractions between 0 and 1.
 */
package io.agegender.score;
