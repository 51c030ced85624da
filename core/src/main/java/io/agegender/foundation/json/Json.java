// SPDX-License-Identifier: Apache-2.0
package io.agegender.foundation.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.agegender.foundation.error.Choice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes JSON, and reads it as a tree or a record. The same tree always gives the same bytes. */
public final class Json {
  /** A document is one value without repeated keys, and a record has all of its components. */
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  private static final ObjectMapper KEBAB =
      new ObjectMapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .registerModule(new SimpleModule().addSerializer(new KeySerializer()));

  private Json() {}

  /** An object without fields. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** A list without values. */
  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /** Indented by two blanks, lines end with a line feed, none after the last. */
  public static String pretty(JsonNode node) {
    return text(MAPPER, node, true);
  }

  /** As {@link #pretty}, in UTF-8. */
  public static byte[] prettyBytes(JsonNode node) {
    return pretty(node).getBytes(StandardCharsets.UTF_8);
  }

  /** On one line, without blanks. */
  public static String compact(JsonNode node) {
    return text(MAPPER, node, false);
  }

  /** A record on one line: its components by their names, in their order. In UTF-8. */
  public static byte[] ofRecord(Record value) {
    return text(MAPPER, value, false).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * A record as {@link #pretty} text: names in kebab-case, enum constants as {@link Choice#key}.
   */
  public static String prettyRecord(Record value) {
    return text(KEBAB, value, true);
  }

  /** A record as an object: names in kebab-case, enum constants as {@link Choice#key}. */
  public static JsonNode tree(Record value) {
    return KEBAB.valueToTree(value);
  }

  /**
   * Any JSON.
   *
   * @throws JsonProcessingException if it is not JSON
   */
  public static JsonNode tree(String json) throws JsonProcessingException {
    return MAPPER.readTree(json);
  }

  /**
   * What {@link #ofRecord} wrote.
   *
   * @throws IOException if it is not JSON, or a component is missing, null or of another type
   */
  public static <T extends Record> T toRecord(byte[] json, Class<T> type) throws IOException {
    return MAPPER.readValue(json, type);
  }

  static JsonNode tree(byte[] json) throws IOException {
    return MAPPER.readTree(json);
  }

  private static String text(ObjectMapper mapper, Object value, boolean pretty) {
    try {
      return pretty
          ? mapper
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(value)
              .replace(System.lineSeparator(), "\n")
          : mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts, numbers and lists of them can be written", e);
    }
  }

  /** Enum constants as settings and tables spell them. */
  @SuppressWarnings("rawtypes") // Jackson looks serialisers up by the raw class.
  private static final class KeySerializer extends StdSerializer<Enum> {
    private static final long serialVersionUID = 1L;

    KeySerializer() {
      super(Enum.class);
    }

    @Override
    public void serialize(Enum value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(Choice.key(value));
    }
  }
}
