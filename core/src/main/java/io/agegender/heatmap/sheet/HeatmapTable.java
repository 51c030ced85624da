// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap.sheet;

import com.fasterxml.jackson.databind.JsonNode;
import io.agegender.heatmap.NetworkMaps;
import io.agegender.relevance.rule.Destination;
import io.agegender.storage.FileStore;
import io.agegender.storage.parquet.StreamedTable;
import java.io.IOException;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * {@code heatmaps.parquet}: a row for each face, run, class and rule. Written row by row, so its
 * length does not matter to memory.
 */
final class HeatmapTable {
  static final String FILE = "heatmaps.parquet";

  private static final List<String> TEXTS = List.of("name", "caption", "rule", "map", "png");
  private static final List<String> WHOLES = List.of("face", "label", "predicted", "explained");
  private static final List<String> NUMBERS =
      List.of("probability", "start", "sum", "positive", "negative", "peak", "ledger-error");

  private HeatmapTable() {}

  private static MessageType schema() {
    StringBuilder text =
        new StringBuilder(
            """
            message heatmaps {
              required binary run (STRING);
              required int32 fold;
              required int32 iteration;
              required binary alignment (STRING);
            """);
    TEXTS.forEach(c -> text.append("required binary %s (STRING);%n".formatted(column(c))));
    WHOLES.forEach(c -> text.append("required int32 %s;%n".formatted(column(c))));
    NUMBERS.forEach(c -> text.append("required double %s;%n".formatted(column(c))));
    for (Destination destination : Destination.values()) {
      text.append("required double to_%s;%n".formatted(column(destination.word())));
    }
    return MessageTypeParser.parseMessageType(
        text
            + """
            repeated binary region_name (STRING);
            repeated float region_share;
            repeated binary randomised_layer (STRING);
            repeated double randomised_correlation;
            }
            """);
  }

  private static String column(String key) {
    return key.replace('-', '_');
  }

  static void write(FileStore out, List<NetworkMaps> networks) {
    MessageType schema = schema();
    out.write(
        FILE,
        stream ->
            StreamedTable.write(
                stream,
                schema,
                sink -> {
                  for (NetworkMaps network : networks) {
                    network.eachRow(out, row -> sink.add(group(schema, network, row)));
                  }
                }));
  }

  private static Group group(MessageType schema, NetworkMaps network, JsonNode row)
      throws IOException {
    Group group = new SimpleGroup(schema);
    group.add("run", network.run());
    group.add("fold", network.fold());
    group.add("iteration", network.iteration());
    group.add("alignment", network.alignment().key());
    TEXTS.forEach(c -> group.add(column(c), row.get(c).textValue()));
    WHOLES.forEach(c -> group.add(column(c), row.get(c).intValue()));
    NUMBERS.forEach(c -> group.add(column(c), row.get(c).doubleValue()));
    for (Destination destination : Destination.values()) {
      group.add(
          "to_" + column(destination.word()),
          row.get("ledger").path(destination.word()).asDouble(0));
    }
    row.get("region-name").forEach(v -> group.add("region_name", v.textValue()));
    row.get("region-share").forEach(v -> group.add("region_share", v.floatValue()));
    row.path("randomised")
        .fields()
        .forEachRemaining(
            entry -> {
              group.add("randomised_layer", entry.getKey());
              group.add("randomised_correlation", entry.getValue().doubleValue());
            });
    return group;
  }
}
