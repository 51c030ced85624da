// SPDX-License-Identifier: Apache-2.0
/**
 * What is made of all maps of a folder: table, mean maps, the sheet, files for the LRP Toolbox.
 * Plain Java; one face at a time is in memory.
 */
package io.agegender.heatmap.sheet;
