// SPDX-License-Identifier: Apache-2.0
/**
 * Heat maps of faces: which rules, the map of one face with its files and its row, the table, mean
 * maps, perturbation curves, the sheet. Plain Java; the job that spreads faces over a cluster is
 * elsewhere.
 */
package io.agegender.heatmap;
