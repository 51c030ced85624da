// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.render;

import io.agegender.report.Cell;
import io.agegender.report.Results;
import java.util.ArrayList;
import java.util.List;

/** The results in a few aligned lines, for a terminal. */
public final class ConsoleTable {
  private ConsoleTable() {}

  /** One line for each cell under a heading; lines end with a line feed. */
  public static String render(Results results) {
    List<StringBuilder> lines = new ArrayList<>();
    for (int line = 0; line <= results.cells().size(); line++) {
      lines.add(new StringBuilder());
    }
    for (Column<Cell> column : Column.of(Column.View.CONSOLE, Columns.cells(results))) {
      List<String> texts = new ArrayList<>(List.of(column.heading()));
      results.cells().forEach(cell -> texts.add(column.text().apply(cell)));
      int width = texts.stream().mapToInt(String::length).max().orElseThrow();
      for (int line = 0; line < texts.size(); line++) {
        String text = texts.get(line).isEmpty() ? "-" : texts.get(line);
        lines.get(line).append(text).append(" ".repeat(width - text.length() + 2));
      }
    }
    StringBuilder table = new StringBuilder();
    lines.forEach(line -> table.append(line.toString().stripTrailing()).append('\n'));
    return table.toString();
  }
}
