// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience.split;

import io.agegender.adience.Alignment;
import io.agegender.adience.Folds;
import java.io.Serializable;

/**
 * One entry of a split list: a row of the fold files in one alignment, and its class.
 *
 * @param row the position in {@link Folds#rows()}
 * @param alignment aligned or unaligned, also in a mixed list
 * @param label the class index
 */
public record Member(int row, Alignment alignment, int label) implements Serializable {}
