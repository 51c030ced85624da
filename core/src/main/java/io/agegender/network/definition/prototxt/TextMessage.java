// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition.prototxt;

import java.util.List;

/**
 * A message of protobuf's text format as it stands in the file, before anybody gives it a meaning.
 *
 * @param fields in the order of the file; a field of a list {@code [a, b]} is there once for each
 *     element
 * @param line where the message begins, from 1
 */
record TextMessage(List<Field> fields, int line) implements TextValue {
  TextMessage {
    fields = List.copyOf(fields);
  }

  /**
   * @param name as written
   * @param line of the name, from 1
   */
  record Field(String name, TextValue value, int line) {}
}
