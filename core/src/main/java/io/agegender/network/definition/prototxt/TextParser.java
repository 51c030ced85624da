// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition.prototxt;

import io.agegender.foundation.error.UsageException;
import io.agegender.network.definition.prototxt.TextMessage.Field;
import io.agegender.network.definition.prototxt.TextValue.Form;
import io.agegender.network.definition.prototxt.TextValue.Scalar;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses protobuf's text format without a schema: fields with or without colon before {@code {}} or
 * {@code <>}, lists, adjacent and escaped strings, comments, optional separators {@code ,} and
 * {@code ;}. A parser of our own, because protobuf's needs a schema of all of Caffe's messages and
 * stops at the first field that it lacks.
 */
final class TextParser {
  /** Caffe's messages are five deep; more is a file of another kind. */
  private static final int DEEPEST = 50;

  private final String file;
  private final String text;
  private int at;
  private int line = 1;
  private int lineStart;

  private TextParser(String file, String text) {
    this.file = file;
    this.text = text;
  }

  /**
   * @param file the file's name for messages
   * @throws UsageException if the bytes are not text, or the text is not in the format
   */
  static TextMessage parse(String file, byte[] bytes) {
    TextParser parser = new TextParser(file, decode(file, bytes));
    return parser.message('\0', "the file", 1, 0);
  }

  private static String decode(String file, byte[] bytes) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw notText(file, "its bytes are not UTF-8", e);
    }
    if (text.chars().anyMatch(c -> c < ' ' && !Character.isWhitespace(c))) {
      throw notText(file, "it has control characters", null);
    }
    String start = text.strip();
    if (start.isEmpty()) {
      throw new UsageException(file + ": the file is empty; give a definition in Caffe's prototxt");
    }
    if (start.startsWith("<")) {
      throw new UsageException(
          "%s:1: the file begins with '%s' like a web page (HTML); save the prototxt file itself"
              .formatted(file, start.lines().findFirst().orElseThrow().strip()));
    }
    return text;
  }

  private static UsageException notText(String file, String why, CharacterCodingException cause) {
    return new UsageException(
        ("%s: the file is not text (%s): a .caffemodel or another binary file? Give the definition,"
                + " a .prototxt file")
            .formatted(file, why),
        cause);
  }

  /**
   * @param end the closing bracket, or 0 for the end of the file
   */
  private TextMessage message(char end, String owner, int begin, int depth) {
    if (depth > DEEPEST) {
      throw problem("messages are nested more than %d deep".formatted(DEEPEST));
    }
    List<Field> fields = new ArrayList<>();
    while (true) {
      space();
      if (at == text.length()) {
        if (end != '\0') {
          throw problem(
              "the file ends before '%c' closes %s, which begins on line %d"
                  .formatted(end, owner, begin));
        }
        return new TextMessage(fields, begin);
      }
      char c = text.charAt(at);
      if (c == end) {
        at++;
        return new TextMessage(fields, begin);
      }
      if (c == '}' || c == '>') {
        throw problem(
            end == '\0'
                ? "'%c' closes nothing: a bracket too many, or one is missing before".formatted(c)
                : "'%c' where '%c' has to close %s, which begins on line %d"
                    .formatted(c, end, owner, begin));
      }
      field(fields, depth);
    }
  }

  private void field(List<Field> fields, int depth) {
    int start = line;
    if (text.charAt(at) == '[') {
      throw problem("'[' where a field's name has to stand: extensions are not implemented");
    }
    String name = word("a field's name");
    space();
    boolean colon = skip(':');
    space();
    if (colon && skip('[')) {
      space();
      while (!skip(']')) {
        fields.add(new Field(name, value(name, true, depth), line));
        space();
        if (peek() != ']' && !skip(',')) {
          throw problem("%s where ',' or ']' has to continue the list".formatted(seen()));
        }
        space();
      }
    } else {
      fields.add(new Field(name, value(name, colon, depth), start));
    }
    space();
    if (!skip(',')) {
      skip(';');
    }
  }

  private TextValue value(String field, boolean colon, int depth) {
    int start = line;
    if (skip('{')) {
      return message('}', "'" + field + "'", start, depth + 1);
    }
    if (skip('<')) {
      return message('>', "'" + field + "'", start, depth + 1);
    }
    if (!colon) {
      throw problem(
          "%s after the name '%s', where ':' or '{' has to stand".formatted(seen(), field));
    }
    char c = peek();
    if (c == '"' || c == '\'') {
      return new Scalar(Form.QUOTED, strings());
    }
    String sign = skip('-') ? "-" : "";
    space();
    if (Character.isDigit(peek()) || peek() == '.') {
      int begin = at;
      while (isWordPart(peek()) || peek() == '.' || isSignOfExponent()) {
        at++;
      }
      return new Scalar(Form.NUMBER, sign + text.substring(begin, at));
    }
    return new Scalar(Form.WORD, sign + word("a value for '" + field + "'"));
  }

  private boolean isSignOfExponent() {
    char before = text.charAt(at - 1);
    return (peek() == '-' || peek() == '+') && (before == 'e' || before == 'E');
  }

  private String word(String what) {
    int begin = at;
    while (isWordPart(peek())) {
      at++;
    }
    if (at == begin || Character.isDigit(text.charAt(begin))) {
      at = begin;
      throw problem("%s where %s has to stand".formatted(seen(), what));
    }
    return text.substring(begin, at);
  }

  private static boolean isWordPart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  /** Adjacent strings are one; escapes stand for bytes of UTF-8. */
  private String strings() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (peek() == '"' || peek() == '\'') {
      char quote = text.charAt(at++);
      while (!skip(quote)) {
        if (at == text.length() || peek() == '\n') {
          throw problem("the string is not closed by %c on its line".formatted(quote));
        }
        if (skip('\\')) {
          bytes.write(escaped());
        } else {
          int character = text.codePointAt(at);
          bytes.writeBytes(Character.toString(character).getBytes(StandardCharsets.UTF_8));
          at += Character.charCount(character);
        }
      }
      space();
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private int escaped() {
    char c = peek();
    at++;
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'a' -> 7;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'v' -> 11;
      case '\\', '\'', '"', '?' -> c;
      case 'x', 'X' -> digits(16, 2);
      default -> {
        at--;
        yield digits(8, 3);
      }
    };
  }

  private int digits(int radix, int most) {
    int value = 0;
    int begin = at;
    while (at - begin < most && Character.digit(peek(), radix) >= 0) {
      value = value * radix + Character.digit(peek(), radix);
      at++;
    }
    if (at == begin) {
      throw problem("the string has an unknown escape before %s".formatted(seen()));
    }
    return value;
  }

  /** Moves over white space and comments. */
  private void space() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (Character.isWhitespace(c) || c == '\uFEFF') {
        at++;
        if (c == '\n') {
          line++;
          lineStart = at;
        }
      } else {
        return;
      }
    }
  }

  private boolean skip(char c) {
    if (peek() == c && at < text.length()) {
      at++;
      return true;
    }
    return false;
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private String seen() {
    return at == text.length() ? "the end of the file" : "'" + text.charAt(at) + "'";
  }

  private UsageException problem(String what) {
    return new UsageException(
        "%s:%d:%d: %s; mend the file, it is not in Caffe's text format (prototxt)"
            .formatted(file, line, at - lineStart + 1, what));
  }
}
