// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset.format;

import java.io.Serializable;

/**
 * One entry of a split list. A face whose row is repeated in the fold files is in a list as often.
 *
 * @param face {@link Face#id()}
 * @param label the class index
 */
public record Sample(int face, int label) implements Serializable {}
