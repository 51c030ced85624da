// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare;

import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * What there is to see in a dataset.
 *
 * @param counts faces per fold, class and alignment as a table, several lines
 * @param head the first rows of the index, a line of names first
 * @param sheet where the contact sheet was written
 */
public record InspectResult(String counts, List<String> head, Path sheet) {}
