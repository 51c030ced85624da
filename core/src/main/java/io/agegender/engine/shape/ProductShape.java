// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.shape;

/**
 * A fully connected layer of one batch: input (N, inputs), weights (outputs, inputs), output (N,
 * outputs), all row-major floats.
 *
 * @param rows N, at least 1
 */
public record ProductShape(int rows, int inputs, int outputs) {}
