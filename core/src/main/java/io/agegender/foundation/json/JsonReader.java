// SPDX-License-Identifier: Apache-2.0
package io.agegender.foundation.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.agegender.foundation.error.Choice;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A value in a JSON file, which knows its place. Whatever is missing, of another type or out of
 * range becomes one exception that names the file, the field and what to do. Immutable.
 */
public final class JsonReader {
  private final Origin origin;
  private final String path;
  private final JsonNode node;

  private record Origin(
      String file, String advice, BiFunction<String, Throwable, RuntimeException> exception) {}

  private JsonReader(Origin origin, String path, JsonNode node) {
    this.origin = origin;
    this.path = path;
    this.node = node;
  }

  /**
   * A file that the user has to change or to name otherwise: damage is a {@link UsageException},
   * here and in everything that is read from it.
   *
   * @param file its path, for messages
   * @param advice what to do if it is damaged, such as {@code make the report again}
   */
  public static JsonReader input(String file, String advice, byte[] json) {
    return of(new Origin(file, advice, UsageException::new), json);
  }

  /** A file of the program's own; as {@link #input}, but damage is a {@link FailedException}. */
  public static JsonReader own(String file, String advice, byte[] json) {
    return of(new Origin(file, advice, FailedException::new), json);
  }

  private static JsonReader of(Origin origin, byte[] json) {
    JsonReader nothing = new JsonReader(origin, "", Json.object());
    try {
      JsonNode root = Json.tree(json);
      if (!root.isObject()) {
        throw nothing.problem("it is not a JSON object", null);
      }
      return new JsonReader(origin, "", root);
    } catch (JsonProcessingException e) {
      String at =
          e.getLocation() == null ? "" : " in line %d".formatted(e.getLocation().getLineNr());
      throw nothing.problem("it is not JSON%s: %s".formatted(at, e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw nothing.problem("it is not JSON: " + e.getMessage(), e);
    }
  }

  /** Requires the field {@code format-version} of an object to be the one that is known. */
  public JsonReader version(int known) {
    JsonReader field = get("format-version");
    if (field.integer() != known) {
      throw problem(
          "its format version is %s, this program reads %d".formatted(field.node, known), null);
    }
    return this;
  }

  /** A field of an object. */
  public JsonReader get(String name) {
    return find(name)
        .orElseThrow(() -> problem("the field '%s' is missing".formatted(path(name)), null));
  }

  /** A field of an object that need not be there. */
  public Optional<JsonReader> find(String name) {
    if (!node.isObject()) {
      throw wrong("an object");
    }
    return Optional.ofNullable(node.get(name)).map(n -> new JsonReader(origin, path(name), n));
  }

  private String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  public String text() {
    return require(node.isTextual(), "a text").textValue();
  }

  public int integer() {
    return require(node.isIntegralNumber() && node.canConvertToInt(), "an integer").intValue();
  }

  /** An integer of 0 or more. */
  public int count() {
    return require(integer() >= 0, "a number of 0 or more").intValue();
  }

  /** An integer of 1 or more. */
  public int positive() {
    return require(integer() >= 1, "a number of 1 or more").intValue();
  }

  public long longInteger() {
    return require(node.isIntegralNumber() && node.canConvertToLong(), "an integer").longValue();
  }

  /** A finite number. */
  public double number() {
    return require(node.isNumber() && Double.isFinite(node.doubleValue()), "a finite number")
        .doubleValue();
  }

  /** A time such as {@code 2026-01-31T23:59:59Z}. */
  public Instant instant() {
    return as("a time", Instant::parse);
  }

  /** A constant as {@link Choice#key} spells it. */
  public <E extends Enum<E>> E choice(Class<E> type) {
    return as("known", key -> Choice.of(type, path, key));
  }

  /**
   * A text with a meaning of its own.
   *
   * @param what such as {@code a time}
   * @param parser may throw a {@link UsageException}, an {@link IllegalArgumentException} or a
   *     {@link DateTimeException}
   */
  public <T> T as(String what, Function<String, T> parser) {
    String text = text();
    try {
      return parser.apply(text);
    } catch (UsageException | IllegalArgumentException | DateTimeException e) {
      throw problem(
          "the field '%s' is not %s (%s)"
              .formatted(path, what, String.valueOf(e.getMessage()).strip()),
          e);
    }
  }

  /** The values of a list, in their order. */
  public <T> List<T> list(Function<JsonReader, T> value) {
    require(node.isArray(), "a list");
    List<T> values = new ArrayList<>();
    node.forEach(
        n ->
            values.add(
                value.apply(new JsonReader(origin, "%s[%d]".formatted(path, values.size()), n))));
    return List.copyOf(values);
  }

  /** The fields of an object by their names, in their order. */
  public <T> Map<String, T> map(Function<JsonReader, T> value) {
    require(node.isObject(), "an object");
    Map<String, T> values = new LinkedHashMap<>();
    node.fieldNames().forEachRemaining(name -> values.put(name, value.apply(get(name))));
    return Collections.unmodifiableMap(values);
  }

  /** An exception that says what is wrong with this file. */
  public RuntimeException problem(String what, Throwable cause) {
    return origin.exception.apply("%s: %s; %s".formatted(origin.file, what, origin.advice), cause);
  }

  private JsonNode require(boolean fits, String expected) {
    if (!fits) {
      throw wrong(expected);
    }
    return node;
  }

  private RuntimeException wrong(String expected) {
    String value = node.toString();
    return problem(
        "the field '%s' is %s, not %s"
            .formatted(path, value.length() > 60 ? value.substring(0, 60) + "…" : value, expected),
        null);
  }
}
