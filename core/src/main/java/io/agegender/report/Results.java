// SPDX-License-Identifier: Apache-2.0
package io.agegender.report;

import java.util.List;
import java.util.Optional;

/**
 * Everything that a report says.
 *
 * @param selection which snapshot stands for a run
 * @param dataset SHA-256 of the dataset's manifest, hexadecimal; empty if nothing was scored
 * @param tolerancePoints the largest difference from a published value that counts as reproduced,
 *     in percentage points
 * @param published what the figures stand beside; empty if faces of a table or a layout are among
 *     them, so that nothing published belongs on any page
 * @param cells ordered for reading: published test faces and crops first
 * @param comparisons pairs of configurations of the same target
 * @param curves by configuration and fold
 */
public record Results(
    SelectionRule selection,
    String dataset,
    double tolerancePoints,
    Optional<PublishedTable> published,
    List<Cell> cells,
    List<Comparison> comparisons,
    List<Curve> curves) {
  public Results {
    cells = List.copyOf(cells);
    comparisons = List.copyOf(comparisons);
    curves = List.copyOf(curves);
  }
}
