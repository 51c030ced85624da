// SPDX-License-Identifier: Apache-2.0
/**
 * Labelled pictures that a table names, or the published layout of a dataset: rows, labels, folds.
 * Reads no pixels.
 */
package io.agegender.table;
