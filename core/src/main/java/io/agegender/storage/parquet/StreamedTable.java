// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.schema.MessageType;

/**
 * Writes a table row by row, by way of a file in the JVM's temporary folder, so that its length
 * does not matter to memory. The same rows always give the same bytes.
 */
public final class StreamedTable {
  private StreamedTable() {}

  /** Where rows go. */
  public interface Sink<T> {
    void add(T row) throws IOException;
  }

  /** Makes the rows. */
  public interface Rows<T> {
    void into(Sink<T> sink) throws IOException;
  }

  /** Writes a whole Parquet file of groups. */
  public static void write(OutputStream out, MessageType schema, Rows<Group> rows)
      throws IOException {
    write(
        out,
        file ->
            ExampleParquetWriter.builder(file).withType(schema).withConf(new Configuration(false)),
        rows);
  }

  /**
   * Writes a whole Parquet file.
   *
   * @param writer of such rows into a file
   */
  public static <T> void write(
      OutputStream out, Function<OutputFile, ParquetWriter.Builder<T, ?>> writer, Rows<T> rows)
      throws IOException {
    Path file = Files.createTempFile("table", ".parquet");
    try {
      try (OutputStream stream = Files.newOutputStream(file);
          ParquetWriter<T> table =
              writer
                  .apply(new StreamOutputFile(stream))
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
