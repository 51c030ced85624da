// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare.lmdb;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The header of a {@code data.mdb} of LMDB 0.9 ({@code libraries/liblmdb/mdb.c}: {@code MDB_page},
 * {@code MDB_meta}), read before the library maps the file: it trusts the header, and touching a
 * page that the file does not have ends the process.
 *
 * <p>Pages 0 and 1 each hold 16 bytes of page header and a meta page: magic (4 bytes), version (4),
 * address (8), map size (8), two databases of 48 bytes, last page (8), transaction (8), in the byte
 * order of the machine that wrote it. The first field of the first database is the page size.
 */
final class LmdbFile {
  private static final int PAGE_HEADER = 16;
  private static final int MAGIC = 0xBEEFC0DE;
  private static final int VERSION = 1;
  private static final int PAGE_SIZE = PAGE_HEADER + 24;
  private static final int LAST_PAGE = PAGE_HEADER + 24 + 2 * 48;
  private static final int TRANSACTION = LAST_PAGE + 8;
  private static final int META = TRANSACTION + 8;

  private LmdbFile() {}

  /**
   * Checks that the file has all pages that its header counts.
   *
   * @throws UsageException if it is not an LMDB of this machine's byte order, or is truncated
   * @throws FailedException if it cannot be read
   */
  static void check(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer first = meta(channel, 0);
      if (first.remaining() < META
          || first.getInt(PAGE_HEADER) != MAGIC
          || first.getInt(PAGE_HEADER + 4) != VERSION) {
        throw damaged(file, "it does not begin with the header of an LMDB");
      }
      int pageSize = first.getInt(PAGE_SIZE);
      if (pageSize < 256 || pageSize > 1 << 16 || Integer.bitCount(pageSize) != 1) {
        throw damaged(file, "its header has a page size of %d bytes".formatted(pageSize));
      }
      ByteBuffer second = meta(channel, pageSize);
      if (second.remaining() < META || second.getInt(PAGE_HEADER) != MAGIC) {
        throw damaged(file, "its second header is missing");
      }
      ByteBuffer newer = second.getLong(TRANSACTION) > first.getLong(TRANSACTION) ? second : first;
      long lastPage = newer.getLong(LAST_PAGE);
      if (lastPage < 1 || lastPage > Long.MAX_VALUE / pageSize - 1) {
        throw damaged(file, "its header has %d as its last page".formatted(lastPage));
      }
      long needed = (lastPage + 1) * pageSize;
      if (channel.size() < needed) {
        throw damaged(
            file,
            "it is truncated, %d bytes instead of the %d that its header counts"
                .formatted(channel.size(), needed));
      }
    } catch (IOException e) {
      throw new FailedException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static ByteBuffer meta(FileChannel channel, long position) throws IOException {
    ByteBuffer meta = ByteBuffer.allocate(META).order(ByteOrder.nativeOrder());
    while (meta.hasRemaining() && channel.read(meta, position + meta.position()) > 0) {
      continue;
    }
    return meta.flip();
  }

  private static UsageException damaged(Path file, String why) {
    return new UsageException(
        "%s is not an LMDB that can be read: %s; copy it again".formatted(file, why));
  }
}
