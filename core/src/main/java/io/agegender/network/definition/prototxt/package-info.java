// SPDX-License-Identifier: Apache-2.0
/**
 * Caffe's text format ({@code .prototxt}) in and out: networks ({@code NetParameter}) and solvers
 * ({@code SolverParameter}). A field is understood, known to have no meaning here and listed, or an
 * error that names file, line, layer and field; nothing is ignored in silence.
 */
package io.agegender.network.definition.prototxt;
