// SPDX-License-Identifier: Apache-2.0
package io.agegender.foundation.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  private enum Colour {
    DARK_RED
  }

  @Test
  void readsEveryKindOfValue() {
    JsonReader json =
        read(
            "{'format-version': 3, 'text': 'a', 'count': 0, 'number': 1.5, 'long': 4294967296,"
                + " 'time': '2026-01-31T23:59:59Z', 'colour': 'dark-red', 'list': [1, 2],"
                + " 'map': {'b': 1, 'a': 2}}");

    assertThat(json.version(3).get("text").text()).isEqualTo("a");
    assertThat(json.get("count").count()).isZero();
    assertThat(json.get("number").number()).isEqualTo(1.5);
    assertThat(json.get("long").longInteger()).isEqualTo(1L << 32);
    assertThat(json.get("time").instant()).isEqualTo(Instant.parse("2026-01-31T23:59:59Z"));
    assertThat(json.get("colour").choice(Colour.class)).isEqualTo(Colour.DARK_RED);
    assertThat(json.get("list").list(JsonReader::positive)).isEqualTo(List.of(1, 2));
    assertThat(json.get("map").map(JsonReader::integer)).isEqualTo(Map.of("b", 1, "a", 2));
    assertThat(json.find("none")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{'a': 1} {}",
        "{'a': 1, 'a': 2}",
        "[]",
        "null",
        "7",
        "{'a': tru}",
        "\u0000"
      })
  void refusesWhatIsNotOneObject(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(FailedException.class)
        .hasMessageStartingWith("x.json: it is not ")
        .hasMessageEndingWith("; restore it");
  }

  @Test
  void namesTheFileTheFieldAndWhatToDo() {
    refuses("{}", r -> r.get("a"), "x.json: the field 'a' is missing; restore it");
    refuses("{'a': {}}", r -> r.get("a").get("b"), "x.json: the field 'a.b' is missing;");
    refuses(
        "{'a': [1, 'x']}",
        r -> r.get("a").list(JsonReader::integer),
        "'a[1]' is \"x\", not an integer");
    refuses("{'a': 3}", r -> r.get("a").get("b"), "'a' is 3, not an object");
    refuses("{'a': 1e999}", r -> r.get("a").number(), "not a finite number");
    refuses("{'a': 'NaN'}", r -> r.get("a").number(), "not a finite number");
    refuses("{'a': 4294967296}", r -> r.get("a").integer(), "not an integer");
    refuses("{'a': 1.5}", r -> r.get("a").integer(), "not an integer");
    refuses("{'a': -1}", r -> r.get("a").count(), "not a number of 0 or more");
    refuses("{'a': 0}", r -> r.get("a").positive(), "not a number of 1 or more");
    refuses("{'a': null}", r -> r.get("a").text(), "'a' is null, not a text");
    refuses("{'a': '2026-13-01T00:00:00Z'}", r -> r.get("a").instant(), "'a' is not a time (");
    refuses("{'a': 'blue'}", r -> r.get("a").choice(Colour.class), "use one of dark-red");
    refuses(
        "{'format-version': 4}", r -> r.version(3), "format version is 4, this program reads 3");
  }

  @Test
  void tellsAFileOfTheUsersByTheOtherException() {
    assertThatThrownBy(
            () -> JsonReader.input("x.json", "restore it", "[".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(UsageException.class);
  }

  private static void refuses(String json, Function<JsonReader, Object> use, String message) {
    JsonReader reader = read(json);
    assertThatThrownBy(() -> use.apply(reader))
        .isInstanceOf(FailedException.class)
        .hasMessageStartingWith("x.json: ")
        .hasMessageContaining(message);
  }

  private static JsonReader read(String json) {
    return JsonReader.own(
        "x.json", "restore it", json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
