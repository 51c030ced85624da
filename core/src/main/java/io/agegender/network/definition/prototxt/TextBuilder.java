// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition.prototxt;

import java.math.BigDecimal;

/** Writes protobuf's text format, two spaces a level, fields on lines of their own. */
final class TextBuilder {
  private final StringBuilder text = new StringBuilder();
  private int depth;

  TextBuilder text(String field, String value) {
    return line(field + ": \"" + escaped(value) + "\"");
  }

  /** A constant, a flag or a whole number. */
  TextBuilder value(String field, Object value) {
    return line(field + ": " + value);
  }

  /** A number with all digits that tell it from its neighbours, without exponent. */
  TextBuilder number(String field, double value) {
    return line(field + ": " + BigDecimal.valueOf(value).stripTrailingZeros().toPlainString());
  }

  /** A number, left out where it is Caffe's default. */
  TextBuilder number(String field, double value, double fallback) {
    return value == fallback ? this : number(field, value);
  }

  TextBuilder open(String field) {
    line(field + " {");
    depth++;
    return this;
  }

  TextBuilder close() {
    depth--;
    return line("}");
  }

  private TextBuilder line(String content) {
    text.append("  ".repeat(depth)).append(content).append('\n');
    return this;
  }

  private static String escaped(String value) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ') {
        escaped.append("\\%03o".formatted((int) c));
      } else {
        escaped.append(c == '"' || c == '\\' ? "\\" : "").append(c);
      }
    }
    return escaped.toString();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
