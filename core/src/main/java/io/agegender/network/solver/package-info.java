// SPDX-License-Identifier: Apache-2.0
/**
 * Caffe's solver: its settings, momentum, weight decay, and what is done to a gradient before the
 * gradient reaches the weights. The names of these classes are written into saved models.
 */
package io.agegender.network.solver;
