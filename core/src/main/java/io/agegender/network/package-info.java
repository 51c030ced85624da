// SPDX-License-Identifier: Apache-2.0
/**
 * Networks as DL4J ComputationGraphs with Caffe's meaning, built from definitions. This package
 * knows no pictures and no datasets: it takes arrays of shape (N, 3, S, S) and gives class
 * probabilities.
 */
package io.agegender.network;
