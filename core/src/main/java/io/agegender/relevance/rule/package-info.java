// SPDX-License-Identifier: Apache-2.0
/**
 * The rules of layer-wise relevance propagation for one layer, and the arithmetic they share:
 * linear layers as sparse matrices, pooling, local response normalisation. Index i is an input of a
 * layer and j an output, w_ij its weight, z_ij = x_i w_ij the contribution, z_j the sum of
 * contributions and bias. What does not reach the inputs is booked in a ledger.
 */
package io.agegender.relevance.rule;
