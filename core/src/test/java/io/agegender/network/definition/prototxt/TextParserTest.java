// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition.prototxt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.error.UsageException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextParserTest {
  private static TextMessage parse(String text) {
    return TextParser.parse("net.prototxt", text.getBytes(StandardCharsets.UTF_8));
  }

  /** The tree on one line, with the line of each field. */
  private static String show(TextMessage message) {
    return message.fields().stream()
        .map(
            field ->
                field.value() instanceof TextMessage inner
                    ? "%s@%d{%s}".formatted(field.name(), field.line(), show(inner))
                    : "%s@%d=%s".formatted(field.name(), field.line(), field.value()))
        .collect(Collectors.joining(" "));
  }

  @Test
  void readsAllThatTheFormatHas() {
    String text =
        """
        # a comment
        name: "Net"  # another
        layer { name: 'a' type: "x" } layer: < lr: -1e-4f; pool: MAX, >
        dim: [1, 3,
          227]
        shape: [{ dim: 1 }, <dim: 2>] none: []
        text: "one" ' two'
          "\\x41\\102\\n\\"é"
        low: -inf hex: 0x1F half: .5 sign: - 3
        """;
    assertThat(show(parse(text)))
        .isEqualTo(
            "name@2=\"Net\" layer@3{name@3=\"a\" type@3=\"x\"} layer@3{lr@3=-1e-4f pool@3=MAX}"
                + " dim@4=1 dim@4=3 dim@5=227 shape@6{dim@6=1} shape@6{dim@6=2}"
                + " text@7=\"one twoAB\n\"é\" low@9=-inf hex@9=0x1F half@9=.5 sign@9=-3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'layer {\n  name: "a"\n' | net.prototxt:3:1: the file ends before '}' closes 'layer', which begins on line 1
          'layer { }\n}' | net.prototxt:2:1: '}' closes nothing
          'layer {\n relu { >\n}' | net.prototxt:2:9: '>' where '}' has to close 'relu', which begins on line 2
          'name "a"' | net.prototxt:1:6: '"' after the name 'name', where ':' or '{' has to stand
          'name: "a' | net.prototxt:1:9: the string is not closed by "
          'name: }' | '}' where a value for 'name' has to stand
          '[ext]: 1' | extensions are not implemented
          'dim: [1 2]' | '2' where ',' or ']' has to continue the list
          'name: "\\q"' | the string has an unknown escape before 'q'
          '\n\n  ' | net.prototxt: the file is empty
          '<!DOCTYPE html>' | begins with '<!DOCTYPE html>' like a web page (HTML)
          '12: 3' | '1' where a field's name has to stand
          """)
  void aMistakeSaysItsLine(String text, String message) {
    assertThatThrownBy(() -> parse(text.replace("\\n", "\n")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message);
  }

  @Test
  void binaryFilesAndBottomlessOnesAreRefused() {
    assertThatThrownBy(() -> TextParser.parse("x.caffemodel", new byte[] {10, 5, 'n', 1, 0}))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("not text (it has control characters): a .caffemodel");
    assertThatThrownBy(() -> TextParser.parse("x", new byte[] {(byte) 0xC3, 'a'}))
        .hasMessageContaining("its bytes are not UTF-8");
    assertThatThrownBy(() -> parse("a {".repeat(1000)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("nested more than 50 deep");
  }
}
