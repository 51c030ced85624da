// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.render;

import io.agegender.adience.Target;
import io.agegender.network.definition.Architecture;
import io.agegender.report.Cell;
import io.agegender.report.CellKey;
import io.agegender.report.Results;
import io.agegender.score.CropMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A table in the shape of the published one.
 *
 * @param title target and crops
 * @param columns the architectures that have a cell
 * @param rows cells by the published name of their row; a row may lack a column
 */
record Pivot(String title, Set<Architecture> columns, Map<String, Map<Architecture, Cell>> rows) {
  /** In order of importance: the published crops first. */
  private static final List<CropMode> CROPS =
      List.of(CropMode.OVERSAMPLE, CropMode.CENTRE, CropMode.CORNER);

  /** One table for each target and kind of crops that has cells. */
  static List<Pivot> of(Results results) {
    List<Pivot> pivots = new ArrayList<>();
    for (Target target : Target.values()) {
      for (CropMode mode : CROPS) {
        Map<String, Map<Architecture, Cell>> rows = new LinkedHashMap<>();
        Set<Architecture> columns = new TreeSet<>();
        for (Cell cell : results.cells()) {
          CellKey key = cell.key();
          if (key.home() && key.run().target() == target && key.cropMode() == mode) {
            rows.computeIfAbsent(key.row(), r -> new LinkedHashMap<>())
                .put(key.run().architecture(), cell);
            columns.add(key.run().architecture());
          }
        }
        if (!rows.isEmpty()) {
          pivots.add(new Pivot(Words.title(results, target, mode), columns, rows));
        }
      }
    }
    return pivots;
  }
}
