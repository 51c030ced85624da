// SPDX-License-Identifier: Apache-2.0
package io.agegender.table;

import io.agegender.foundation.error.Suggestion;
import io.agegender.foundation.error.UsageException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which column of a file holds what. */
final class TableHeader {
  private static final int ABSENT = -1;

  private final int width;
  private final int[] positions = new int[TableColumn.values().length];

  /**
   * @param where the file, for messages
   * @param names the file's columns
   * @param columns the wanted ones, see {@link TableSettings#columns}
   * @throws UsageException if a wanted one is missing, or stands there twice
   */
  TableHeader(String where, List<String> names, Map<TableColumn, String> columns) {
    this.width = names.size();
    Set<String> seen = new HashSet<>();
    List<String> twice =
        names.stream().filter(name -> !seen.add(name) && columns.containsValue(name)).toList();
    if (!twice.isEmpty()) {
      throw new UsageException(
          "%s:1: the column '%s' stands there twice; rename one of them"
              .formatted(where, twice.get(0)));
    }
    for (TableColumn column : TableColumn.values()) {
      String name = columns.get(column);
      positions[column.ordinal()] = name.isEmpty() ? ABSENT : names.indexOf(name);
      boolean given = !name.isEmpty() && !(column.isOptional() && name.equals(column.key()));
      if (given && positions[column.ordinal()] == ABSENT) {
        if (names.stream().noneMatch(columns::containsValue)) {
          throw new UsageException(
              "%s:1: none of the columns %s is there; its columns are %s. If these are values, put a line with the columns' names above them; else say which column is which with prepare.table.columns"
                  .formatted(
                      where,
                      columns.values().stream()
                          .filter(wanted -> !wanted.isEmpty())
                          .map("'%s'"::formatted)
                          .collect(Collectors.joining(", ")),
                      names.stream().map("'%s'"::formatted).collect(Collectors.joining(", "))));
        }
        throw new UsageException(
            "%s:1: no column '%s'%s; its columns are %s. Name the right one with prepare.table.columns.%s%s"
                .formatted(
                    where,
                    name,
                    Suggestion.didYouMean(name, names),
                    names.stream().map("'%s'"::formatted).collect(Collectors.joining(", ")),
                    column.key(),
                    column == TableColumn.PATH ? "" : ", or set that to \"\" if there is none"));
      }
    }
  }

  /** How many columns a row must have. */
  int width() {
    return width;
  }

  boolean has(TableColumn column) {
    return positions[column.ordinal()] != ABSENT;
  }

  /** The position of a column in the file, -1 if it has none. */
  int position(TableColumn column) {
    return positions[column.ordinal()];
  }
}
