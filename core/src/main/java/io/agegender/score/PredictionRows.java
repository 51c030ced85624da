// SPDX-License-Identifier: Apache-2.0
package io.agegender.score;

import io.agegender.foundation.error.UsageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * The rows of a predictions file. They are read column by column, several times as fast as row by
 * row.
 */
final class PredictionRows {
  /** The list is the three-level one that Parquet's specification asks for. */
  static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message predictions {
            required int32 face;
            required binary subject (STRING);
            required binary photo (STRING);
            required int32 label;
            required binary crop_mode (STRING);
            required group probabilities (LIST) {
              repeated group list {
                required float element;
              }
            }
          }
          """);

  private final ParquetFileReader reader;
  private final Path path;
  private final Map<Binary, String> texts = new HashMap<>();
  private float[] buffer = new float[16];

  PredictionRows(ParquetFileReader reader, Path path) {
    this.reader = reader;
    this.path = path;
  }

  /**
   * The row of a prediction.
   *
   * @param mode the crops that the probabilities come from
   */
  static Group row(CropMode mode, Prediction prediction) {
    Group row = new SimpleGroup(SCHEMA);
    row.add("face", prediction.face());
    row.add("subject", prediction.subject());
    row.add("photo", prediction.photo());
    row.add("label", prediction.label());
    row.add("crop_mode", mode.key());
    Group probabilities = row.addGroup("probabilities");
    for (float probability : prediction.probabilities()) {
      probabilities.addGroup("list").add("element", probability);
    }
    return row;
  }

  Map<CropMode, List<Prediction>> read() throws IOException {
    MessageType schema = reader.getFileMetaData().getSchema();
    if (!schema.equals(SCHEMA)) {
      throw new UsageException(
          "%s: its columns are %s, not those of predictions"
              .formatted(path, schema.getFields().stream().map(f -> f.getName()).toList()));
    }
    Map<CropMode, List<Prediction>> predictions = new EnumMap<>(CropMode.class);
    for (PageReadStore group = reader.readNextRowGroup();
        group != null;
        group = reader.readNextRowGroup()) {
      read(group, predictions);
    }
    return predictions;
  }

  private void read(PageReadStore group, Map<CropMode, List<Prediction>> predictions) {
    ColumnReadStoreImpl columns =
        new ColumnReadStoreImpl(
            group,
            new GroupRecordConverter(SCHEMA).getRootConverter(),
            SCHEMA,
            reader.getFileMetaData().getCreatedBy());
    ColumnReader face = column(columns, "face");
    ColumnReader subject = column(columns, "subject");
    ColumnReader photo = column(columns, "photo");
    ColumnReader label = column(columns, "label");
    ColumnReader mode = column(columns, "crop_mode");
    ColumnReader probability = column(columns, "probabilities", "list", "element");
    for (long row = 0; row < group.getRowCount(); row++) {
      CropMode cropMode = CropMode.of(text(mode));
      List<Prediction> list = predictions.computeIfAbsent(cropMode, m -> new ArrayList<>());
      try {
        list.add(
            new Prediction(
                integer(face), text(subject), text(photo), integer(label), floats(probability)));
      } catch (IllegalArgumentException e) {
        throw new UsageException(
            "%s: row %d of crops %s: %s; the file is damaged, score the run again"
                .formatted(path, list.size(), cropMode.key(), e.getMessage()),
            e);
      }
    }
  }

  private static ColumnReader column(ColumnReadStoreImpl columns, String... path) {
    return columns.getColumnReader(SCHEMA.getColumnDescription(path));
  }

  private static int integer(ColumnReader column) {
    int value = column.getInteger();
    column.consume();
    return value;
  }

  private String text(ColumnReader column) {
    // Few different texts, many rows: one String each.
    String value = texts.computeIfAbsent(column.getBinary().copy(), Binary::toStringUsingUTF8);
    column.consume();
    return value;
  }

  /** The values up to the next row, which repetition level 0 starts. */
  private float[] floats(ColumnReader column) {
    int count = 0;
    if (column.getCurrentDefinitionLevel() == 0) {
      column.consume();
      return new float[0];
    }
    do {
      if (count == buffer.length) {
        buffer = Arrays.copyOf(buffer, 2 * count);
      }
      buffer[count++] = column.getFloat();
      column.consume();
    } while (column.getCurrentRepetitionLevel() > 0);
    return Arrays.copyOf(buffer, count);
  }
}
