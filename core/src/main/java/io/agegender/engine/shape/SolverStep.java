// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.shape;

/**
 * Numbers of one update: {@code g += decay * w; v = momentum * v + rate * g; w -= v}.
 *
 * @param rate of learning, before the multiplier of a weight or bias
 * @param momentum share of the velocity that is kept, 0 to below 1
 * @param decay factor of the weight in its gradient, before its multiplier
 */
public record SolverStep(float rate, float momentum, float decay) {}
