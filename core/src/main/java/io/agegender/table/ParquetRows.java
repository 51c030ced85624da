// SPDX-License-Identifier: Apache-2.0
package io.agegender.table;

import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.hash.Sha256;
import io.agegender.storage.FileStore;
import io.agegender.storage.parquet.Tables;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * A table as Parquet: one file, or a folder of parts as Spark writes it, in the order of their
 * names. A row's number counts from 1 over all parts.
 */
final class ParquetRows implements RowSource {
  static final String ENDING = ".parquet";

  private final FileStore store;
  private final List<String> parts;
  private final TableHeader header;

  /**
   * @param store the file or folder itself
   * @throws UsageException if there is no part, or a wanted column is missing
   */
  ParquetRows(FileStore store, Map<TableColumn, String> columns) {
    this.store = store;
    this.parts =
        store.isFile("")
            ? List.of("")
            : store.filesEndingWith(ENDING).stream().map(Path::getName).toList();
    if (parts.isEmpty()) {
      throw new UsageException(
          "%s holds no file that ends with %s; give a table".formatted(name(), ENDING));
    }
    this.header =
        new TableHeader(
            name(),
            Tables.schema(store, parts.get(0)).getFields().stream().map(Type::getName).toList(),
            columns);
  }

  @Override
  public String name() {
    return store.root().toString();
  }

  @Override
  public String sha256() {
    return Sha256.of(
        parts.stream().map(part -> store.hash(part) + "\n").collect(Collectors.joining()));
  }

  @Override
  public boolean has(TableColumn column) {
    return header.has(column);
  }

  @Override
  public void scan(Sink sink) {
    MessageType first = Tables.schema(store, parts.get(0));
    String[] cells = new String[TableColumn.values().length];
    int[] number = {0};
    for (String part : parts) {
      if (!Tables.schema(store, part).equals(first)) {
        throw new UsageException(
            "%s: its columns are not those of %s; give parts of one table"
                .formatted(store.path(part), store.path(parts.get(0))));
      }
      Tables.scan(
          store,
          part,
          row -> {
            for (TableColumn column : TableColumn.values()) {
              cells[column.ordinal()] =
                  header.has(column) ? text(row, header.position(column)) : "";
            }
            sink.row(++number[0], cells);
          });
    }
  }

  /** A cell as text; a null is empty. */
  private static String text(Group row, int field) {
    return row.getFieldRepetitionCount(field) == 0 ? "" : row.getValueToString(field, 0).strip();
  }
}
