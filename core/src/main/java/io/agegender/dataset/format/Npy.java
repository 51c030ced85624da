// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset.format;

import io.agegender.foundation.error.FailedException;
import io.agegender.image.Pixels;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * The header of a shard: NumPy's {@code .npy} format 1.0, dtype {@code |u1}, C order, shape (N, 3,
 * 256, 256), padded to 128 bytes, so that record k starts at byte 128 + 196608 k.
 */
public final class Npy {
  /** The header's length in bytes. */
  public static final int HEADER = 128;

  /** The most records of a shard of 64 MiB. */
  public static final int MAX_RECORDS = ((64 << 20) - HEADER) / Pixels.RECORD;

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  private Npy() {}

  /** The header of a shard of some records. */
  public static byte[] header(int records) {
    String text =
        String.format(
            Locale.ROOT,
            "{'descr': '|u1', 'fortran_order': False, 'shape': (%d, %d, %d, %d), }",
            records,
            Pixels.CHANNELS,
            Pixels.SIDE,
            Pixels.SIDE);
    byte[] header = new byte[HEADER];
    Arrays.fill(header, (byte) ' ');
    header[HEADER - 1] = '\n';
    ByteBuffer buffer = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    buffer.put(MAGIC);
    buffer.putShort((short) (HEADER - MAGIC.length - Short.BYTES));
    buffer.put(text.getBytes(StandardCharsets.US_ASCII));
    return header;
  }

  /** The length of a shard of some records, in bytes. */
  public static long length(int records) {
    return HEADER + (long) records * Pixels.RECORD;
  }

  /** Where a record starts. */
  public static long offset(int slot) {
    return HEADER + (long) slot * Pixels.RECORD;
  }

  /**
   * Checks a header.
   *
   * @param file the shard's path, for the message
   * @throws FailedException if it is not the header of a shard of that many records
   */
  public static void check(String file, byte[] header, int records) {
    if (!Arrays.equals(header, header(records))) {
      throw new FailedException(
          "%s is damaged: its header is not that of %d records of 3 x 256 x 256 bytes"
              .formatted(file, records));
    }
  }
}
