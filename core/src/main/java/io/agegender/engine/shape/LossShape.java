// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.shape;

/**
 * Softmax and cross entropy of one batch of scores (N, classes).
 *
 * @param rows N, at least 1
 * @param weight factor of this loss in the sum of all
 */
public record LossShape(int rows, int classes, float weight) {}
