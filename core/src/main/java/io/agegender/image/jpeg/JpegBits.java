// SPDX-License-Identifier: Apache-2.0
package io.agegender.image.jpeg;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The bits of a JPEG scan up to the next marker (ISO/IEC 10918-1, F.2.2.5), without the stuffed
 * zero bytes. They are taken out beforehand, so that any bit is one load and one shift away.
 */
final class JpegBits {
  /** A block has at most 64 codes of 16 bits with 15 bits each, and a head reads 8 bytes. */
  private static final int ZEROS = 64 * (16 + 15) / Byte.SIZE + Long.BYTES;

  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] file;
  private final byte[] data;
  private int start;
  private int end;
  private int length;

  JpegBits(byte[] file, int start) {
    this.file = file;
    this.data = new byte[file.length - start + ZEROS];
    begin(start);
  }

  /**
   * Goes on with the bits behind another marker.
   *
   * @param position of the byte behind it, not before that of the constructor
   */
  void begin(int position) {
    start = position;
    int from = start;
    int to = 0;
    int at = next(start);
    while (at + 1 < file.length && file[at + 1] == 0) {
      int count = at + 1 - from;
      System.arraycopy(file, from, data, to, count);
      to += count;
      from = at + 2;
      at = next(from);
    }
    System.arraycopy(file, from, data, to, at - from);
    end = at;
    length = to + at - from;
    Arrays.fill(data, length, length + ZEROS, (byte) 0);
  }

  /** Where the next byte FF is; the end of the file if there is none. Looks at eight at a time. */
  private int next(int from) {
    int at = from;
    for (; at + Long.BYTES <= file.length; at += Long.BYTES) {
      long inverted = ~(long) LONGS.get(file, at);
      long zeros = (inverted - LOW_BITS) & ~inverted & HIGH_BITS;
      if (zeros != 0) {
        break;
      }
    }
    while (at < file.length && file[at] != (byte) 0xFF) {
      at++;
    }
    return at;
  }

  /**
   * At least 57 bits from a position on, left-aligned; behind the end of the data they are zeros
   * for as long as one block may be.
   *
   * @param position in bits
   */
  long head(int position) {
    return (long) LONGS.get(data, position >>> 3) << (position & 7);
  }

  /** How many bits there are. */
  int length() {
    return Byte.SIZE * length;
  }

  /** Whether the data ended with the file and not with a marker. */
  boolean atEndOfFile() {
    return end + 1 >= file.length;
  }

  /** The byte of the file where the marker stands that ended the data. */
  int end() {
    return end;
  }

  /**
   * The byte of the file that a bit is in.
   *
   * @param position in bits
   */
  int inFile(int position) {
    int at = start;
    for (int left = position / Byte.SIZE; left > 0 && at < end; left--) {
      at += file[at] == (byte) 0xFF ? 2 : 1;
    }
    return at;
  }
}
