// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage;

import java.util.zip.CRC32C;

/** CRC-32C (Castagnoli), as in iSCSI, ext4 and HDFS. */
public final class Checksums {
  private Checksums() {}

  /** Over all bytes, as a signed int. */
  public static int crc32c(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    return (int) crc.getValue();
  }
}
