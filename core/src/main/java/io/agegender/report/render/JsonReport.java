// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.report.Results;
import java.util.List;

/** Results as {@code results.json}; docs/results-schema.md describes it. */
final class JsonReport {
  static final String FORMAT = "agegender-results";
  static final int VERSION = 1;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private JsonReport() {}

  /** The same results give the same text; it ends with a line feed. */
  static String render(Results results) {
    try {
      return MAPPER
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(object(Columns.RESULTS, results))
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values could not be written", e);
    }
  }

  /** A row as an object; a value that does not exist is left out, because JSON has no NaN. */
  static <T> ObjectNode object(List<Column<T>> columns, T row) {
    ObjectNode object = MAPPER.createObjectNode();
    for (Column<T> column : Column.of(Column.View.JSON, columns)) {
      column
          .of(row)
          .ifPresent(
              value -> object.set(column.name().replace('_', '-'), MAPPER.valueToTree(value)));
    }
    return object;
  }

  /** Rows as an array of objects. */
  static <T> ArrayNode array(List<Column<T>> columns, List<T> rows) {
    ArrayNode array = MAPPER.createArrayNode();
    rows.forEach(row -> array.add(object(columns, row)));
    return array;
  }
}
