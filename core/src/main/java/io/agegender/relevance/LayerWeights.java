// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance;

/**
 * What a layer learned.
 *
 * @param weights (outputs, inputs / groups, kernel, kernel) or (outputs, inputs), row-major
 * @param bias one per output channel or unit
 */
public record LayerWeights(float[] weights, float[] bias) {}
