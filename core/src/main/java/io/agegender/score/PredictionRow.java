// SPDX-License-Identifier: Apache-2.0
package io.agegender.score;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * One row of a predictions file.
 *
 * @param mode the crops that the probabilities come from
 * @param prediction the rest of the row
 */
record PredictionRow(CropMode mode, Prediction prediction) {
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

  /** Turns rows into Parquet's events; one per writer. */
  static final class Support extends WriteSupport<PredictionRow> {
    private final Map<String, String> metadata;
    private RecordConsumer out;

    Support(Map<String, String> metadata) {
      this.metadata = metadata;
    }

    @Override
    public WriteContext init(Configuration configuration) {
      return new WriteContext(SCHEMA, metadata);
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      out = consumer;
    }

    @Override
    public void write(PredictionRow row) {
      out.startMessage();
      field(0, () -> out.addInteger(row.prediction().face()));
      field(1, () -> out.addBinary(Binary.fromString(row.prediction().subject())));
      field(2, () -> out.addBinary(Binary.fromString(row.prediction().photo())));
      field(3, () -> out.addInteger(row.prediction().label()));
      field(4, () -> out.addBinary(Binary.fromString(row.mode().key())));
      field(5, () -> probabilities(row.prediction().probabilities()));
      out.endMessage();
    }

    private void probabilities(float[] values) {
      out.startGroup();
      out.startField("list", 0);
      for (float value : values) {
        out.startGroup();
        out.startField("element", 0);
        out.addFloat(value);
        out.endField("element", 0);
        out.endGroup();
      }
      out.endField("list", 0);
      out.endGroup();
    }

    private void field(int index, Runnable value) {
      String name = SCHEMA.getFieldName(index);
      out.startField(name, index);
      value.run();
      out.endField(name, index);
    }
  }
}
