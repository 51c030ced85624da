// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.render;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.foundation.json.Json;
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
    return Json.pretty(object(Columns.RESULTS, results)) + "\n";
  }

  /** A row as an object; a value that does not exist is left out, because JSON has no NaN. */
  static <T> ObjectNode object(List<Column<T>> columns, T row) {
    ObjectNode object = Json.object();
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
    ArrayNode array = Json.array();
    rows.forEach(row -> array.add(object(columns, row)));
    return array;
  }
}
