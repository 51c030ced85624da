// SPDX-License-Identifier: Apache-2.0
/**
 * Trains a planned network on flat buffers by about twenty primitive operations, whoever computes
 * them: plain Java, kernels, a device. It knows neither Spark nor ND4J nor Hadoop.
 */
package io.agegender.engine;
