// SPDX-License-Identifier: Apache-2.0
package io.agegender.table;

import java.util.Arrays;

/** The cells of a row that a layout fills in. */
final class LayoutCells {
  private LayoutCells() {}

  static String[] empty() {
    String[] cells = new String[TableColumn.values().length];
    Arrays.fill(cells, "");
    return cells;
  }
}
