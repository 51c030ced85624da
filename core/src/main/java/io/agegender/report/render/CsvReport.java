// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.render;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Rows as comma-separated values with a header line. Fractions are not in percent; what does not
 * exist is empty.
 */
final class CsvReport {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator('\n').build();

  private CsvReport() {}

  static <T> String render(List<Column<T>> all, List<T> rows) {
    List<Column<T>> columns = Column.of(Column.View.CSV, all);
    StringBuilder text = new StringBuilder();
    try (CSVPrinter out = new CSVPrinter(text, FORMAT)) {
      out.printRecord(columns.stream().map(Column::name));
      for (T row : rows) {
        out.printRecord(columns.stream().map(column -> column.of(row).orElse("")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return text.toString();
  }
}
