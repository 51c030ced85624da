// SPDX-License-Identifier: Apache-2.0
/**
 * The networks as data: layers, blobs and fillers as Caffe describes them, and what follows from
 * them: shapes, parameters, cost, heads. It computes nothing.
 */
package io.agegender.network.definition;
