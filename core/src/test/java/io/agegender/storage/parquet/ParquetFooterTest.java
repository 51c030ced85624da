// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.storage.FileStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetFooterTest {
  @TempDir java.nio.file.Path dir;

  /** A file as another JVM may write it: the encodings of each column the other way round. */
  @Test
  void theOrderOfTheEncodingsDoesNotDependOnTheJvm() throws IOException {
    FileStore storage = FileStore.of(new Path(dir.toUri()), new Configuration());
    List<Integer> rows = List.of(3, 1, 4, 1, 5, 1, 1, 1);
    Tables.write(
        storage,
        "table.parquet",
        MessageTypeParser.parseMessageType("message t { required int32 n; }"),
        rows,
        (value, row) -> row.add("n", value));
    byte[] written = Files.readAllBytes(dir.resolve("table.parquet"));
    byte[] other = reversed(written);
    assertThat(other).hasSameSizeAs(written).isNotEqualTo(written);
    java.nio.file.Path file = Files.write(dir.resolve("other"), other);
    ByteArrayOutputStream copied = new ByteArrayOutputStream();
    ParquetFooter.copyInFixedOrder(file, copied);
    assertThat(copied.toByteArray()).isEqualTo(written);
    assertThat(Tables.read(storage, "table.parquet", row -> row.getInteger("n", 0)))
        .isEqualTo(rows);
  }

  private static byte[] reversed(byte[] file) throws IOException {
    int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - 8);
    int start = file.length - 8 - length;
    FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(file, start, length));
    footer
        .getRow_groups()
        .forEach(
            group ->
                group
                    .getColumns()
                    .forEach(column -> Collections.reverse(column.getMeta_data().getEncodings())));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(file, 0, start);
    Util.writeFileMetaData(footer, out);
    out.write(file, file.length - 8, 8);
    return out.toByteArray();
  }
}
