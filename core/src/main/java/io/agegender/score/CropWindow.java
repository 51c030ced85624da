// SPDX-License-Identifier: Apache-2.0
package io.agegender.score;

/**
 * One crop of a stored face.
 *
 * @param top first row, pixels from the top
 * @param left first column, pixels from the left
 * @param mirrored whether the crop is turned left to right after the mean was taken away
 */
record CropWindow(int top, int left, boolean mirrored) {}
