// SPDX-License-Identifier: Apache-2.0
/**
 * Heat maps by layer-wise relevance propagation (Bach et al., PLoS ONE 10(7), 2015): how much each
 * pixel speaks for or against a class. One picture at a time, in single precision with sums of the
 * ledger in double; activations of shape (C, H, W), row-major, channels B, G, R at the input.
 *
 * <p>The network is read as data ({@link io.agegender.network.definition}) and walked forward and
 * backward here; DL4J is not asked. Index i is an input of a layer and j an output, w_ij its
 * weight, z_ij = x_i w_ij the contribution, z_j the sum of contributions and bias.
 */
package io.agegender.relevance;
