// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;

/**
 * Writes a table row by row, by way of a file in the JVM's temporary folder, so that its length
 * does not matter to memory. The same rows always give the same bytes.
 */
public final class StreamedTable {
  private StreamedTable() {}

  /** Where rows go. */
  public interface Sink {
    void add(Group row) throws IOException;
  }

  /** Makes the rows. */
  public interface Rows {
    void into(Sink sink) throws IOException;
  }

  /** Writes a whole Parquet file without metadata of its own. */
  public static void write(OutputStream out, MessageType schema, Rows rows) throws IOException {
    write(out, schema, Map.of(), rows);
  }

  /** Writes a whole Parquet file. */
  public static void write(
      OutputStream out, MessageType schema, Map<String, String> metadata, Rows rows)
      throws IOException {
    Path file = Files.createTempFile("table", ".parquet");
    try {
      try (OutputStream stream = Files.newOutputStream(file);
          ParquetWriter<Group> table =
              ExampleParquetWriter.builder(new StreamOutputFile(stream))
                  .withType(schema)
                  .withExtraMetaData(metadata)
                  .withConf(new Configuration(false))
                  .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                  .withWriterVersion(ParquetProperties.WriterVersion.PARQUET_1_0)
                  .build()) {
        rows.into(table::write);
      }
      ParquetFooter.copyInFixedOrder(file, out);
    } finally {
      Files.delete(file);
    }
  }
}
