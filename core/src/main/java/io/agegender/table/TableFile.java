// SPDX-License-Identifier: Apache-2.0
package io.agegender.table;

import io.agegender.foundation.error.UsageException;
import io.agegender.storage.FileStore;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A table in a file, by the end of its name. */
public final class TableFile {
  private TableFile() {}

  /**
   * Opens a table and looks for its columns.
   *
   * @param path {@code .csv}, {@code .tsv} or {@code .parquet} on any Hadoop file system; Parquet
   *     also as a folder of parts
   * @throws UsageException if there is no such table, or a column is missing
   */
  public static RowSource open(Path path, Map<TableColumn, String> columns, Configuration conf) {
    FileStore store = FileStore.of(path, conf);
    if (!store.exists("")) {
      throw new UsageException("%s: no such table".formatted(store.root()));
    }
    String name = path.getName().toLowerCase(Locale.ROOT);
    if (name.endsWith(ParquetRows.ENDING) || !store.isFile("")) {
      return new ParquetRows(store, columns);
    }
    if (name.endsWith(".csv")) {
      return new CsvRows(store, ',', columns);
    }
    if (name.endsWith(".tsv")) {
      return new CsvRows(store, '\t', columns);
    }
    throw new UsageException(
        "%s: the end of its name does not say what it is; name a table .csv, .tsv or .parquet"
            .formatted(store.root()));
  }
}
