// SPDX-License-Identifier: Apache-2.0
package io.agegender.image.jpeg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Finds the orientation in an EXIF segment (CIPA DC-008, tag 0x0112 of the first directory). */
final class ExifOrientation {
  private static final byte[] SIGNATURE = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final int TAG = 0x0112;
  private static final int ENTRY = 12;
  private static final int UPRIGHT = 1;

  private ExifOrientation() {}

  /** Whether the segment gives an orientation other than upright. Broken EXIF data say nothing. */
  static boolean isTurned(byte[] file, int start, int end) {
    int tiff = start + SIGNATURE.length;
    if (end - tiff < 8
        || !java.util.Arrays.equals(file, start, tiff, SIGNATURE, 0, SIGNATURE.length)) {
      return false;
    }
    ByteBuffer data = ByteBuffer.wrap(file, tiff, end - tiff).slice();
    data.order(data.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = data.getInt(4);
    if (directory < 8 || directory > data.limit() - 2) {
      return false;
    }
    int entries = data.getShort(directory) & 0xFFFF;
    for (int i = 0; i < entries; i++) {
      int at = directory + 2 + ENTRY * i;
      if (at > data.limit() - ENTRY) {
        return false;
      }
      if ((data.getShort(at) & 0xFFFF) == TAG) {
        int value = data.getShort(at + 8) & 0xFFFF;
        return value > UPRIGHT && value <= 8;
      }
    }
    return false;
  }
}
