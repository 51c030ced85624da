// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage.parquet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * The end of a Parquet file. The library keeps a column's encodings in a hash set of constants,
 * whose order is another one in another JVM, and writes them in that order: the same rows would
 * give other bytes now and then.
 */
final class ParquetFooter {
  /** Length of the footer (4 bytes, little-endian) and the letters PAR1. */
  private static final int TAIL = 8;

  private ParquetFooter() {}

  /** A whole Parquet file with the encodings of each column in ascending order. */
  static byte[] inFixedOrder(byte[] file) throws IOException {
    int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - TAIL);
    int start = file.length - TAIL - length;
    FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(file, start, length));
    for (RowGroup group : footer.getRow_groups()) {
      for (ColumnChunk column : group.getColumns()) {
        column.getMeta_data().getEncodings().sort(Comparator.comparingInt(Encoding::getValue));
      }
    }
    ByteArrayOutputStream sorted = new ByteArrayOutputStream(file.length);
    sorted.write(file, 0, start);
    Util.writeFileMetaData(footer, sorted);
    ByteBuffer tail = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    sorted.write(tail.putInt(sorted.size() - start).array());
    sorted.write(file, file.length - Integer.BYTES, Integer.BYTES);
    return sorted.toByteArray();
  }
}
