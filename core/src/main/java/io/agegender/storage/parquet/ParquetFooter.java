// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage.parquet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
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

  private static final byte[] MAGIC = {'P', 'A', 'R', '1'};
  private static final int PIECE = 1 << 16;

  private ParquetFooter() {}

  /** Copies a whole Parquet file with the encodings of each column in ascending order. */
  static void copyInFixedOrder(Path file, OutputStream out) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(in.length() - TAIL);
      int length = Integer.reverseBytes(in.readInt());
      long start = in.length() - TAIL - length;
      byte[] footer = new byte[length];
      in.seek(start);
      in.readFully(footer);
      in.seek(0);
      byte[] piece = new byte[PIECE];
      for (long left = start; left > 0; left -= Math.min(left, PIECE)) {
        int now = (int) Math.min(left, PIECE);
        in.readFully(piece, 0, now);
        out.write(piece, 0, now);
      }
      write(new ByteArrayInputStream(footer), out);
    }
  }

  private static void write(InputStream found, OutputStream out) throws IOException {
    FileMetaData footer = Util.readFileMetaData(found);
    for (RowGroup group : footer.getRow_groups()) {
      for (ColumnChunk column : group.getColumns()) {
        column.getMeta_data().getEncodings().sort(Comparator.comparingInt(Encoding::getValue));
      }
    }
    ByteArrayOutputStream sorted = new ByteArrayOutputStream();
    Util.writeFileMetaData(footer, sorted);
    ByteBuffer tail = ByteBuffer.allocate(TAIL).order(ByteOrder.LITTLE_ENDIAN);
    out.write(sorted.toByteArray());
    out.write(tail.putInt(sorted.size()).put(MAGIC).array());
  }
}
