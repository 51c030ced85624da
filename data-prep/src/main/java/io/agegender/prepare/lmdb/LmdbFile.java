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
 * A {@code data.mdb} of LMDB 0.9 ({@code libraries/liblmdb/mdb.c}: {@code MDB_page}, {@code
 * MDB_meta}) as pages. The library maps the file and trusts every number in it: one changed byte
 * ends the process. So files of users are read here, and each number is checked before it is used.
 *
 * <p>Pages 0 and 1 each hold 16 bytes of page header and a meta page: magic (4 bytes), version (4),
 * address (8), map size (8), two databases of 48 bytes, last page (8), transaction (8), little
 * endian. The first field of the first database is the page size; the second database holds the
 * entries: pad (4), flags (2), depth (2), counts of branch, leaf and overflow pages (8 each),
 * entries (8), root page (8).
 */
final class LmdbFile implements AutoCloseable {
  static final int PAGE_HEADER = 16;

  private static final int MAGIC = 0xBEEFC0DE;
  private static final int VERSION = 1;
  private static final int PAGE_SIZE = PAGE_HEADER + 24;
  private static final int ENTRIES_DATABASE = PAGE_SIZE + 48;
  private static final int FLAGS = ENTRIES_DATABASE + 4;
  private static final int DEPTH = ENTRIES_DATABASE + 6;
  private static final int ENTRIES = ENTRIES_DATABASE + 32;
  private static final int ROOT = ENTRIES_DATABASE + 40;
  private static final int LAST_PAGE = ENTRIES_DATABASE + 48;
  private static final int TRANSACTION = LAST_PAGE + 8;
  private static final int META = TRANSACTION + 8;

  /** The most levels that LMDB's cursors have. */
  private static final int DEEPEST = 32;

  /** LMDB's page number of an empty database. */
  private static final long NO_PAGE = -1;

  private final Path path;
  private final FileChannel channel;
  private int pageSize;
  private int lastPage;
  private int depth;
  private long entries;
  private long root;

  private LmdbFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Opens a file and checks its header, and that it has all pages that the header counts.
   *
   * @throws UsageException if it is not an LMDB as Caffe writes it, or is truncated
   * @throws FailedException if it cannot be read
   */
  static LmdbFile open(Path path) {
    try {
      LmdbFile file = new LmdbFile(path, FileChannel.open(path, StandardOpenOption.READ));
      try {
        file.readHeader();
        return file;
      } catch (IOException | RuntimeException e) {
        file.close();
        throw e;
      }
    } catch (IOException e) {
      throw new FailedException("%s cannot be read: %s".formatted(path, e.getMessage()), e);
    }
  }

  private void readHeader() throws IOException {
    ByteBuffer first = bytes(0, META);
    if (first.remaining() < META
        || first.getInt(PAGE_HEADER) != MAGIC
        || first.getInt(PAGE_HEADER + 4) != VERSION) {
      throw notAnLmdb("it does not begin with the header of an LMDB");
    }
    pageSize = first.getInt(PAGE_SIZE);
    if (pageSize < 256 || pageSize > 1 << 16 || Integer.bitCount(pageSize) != 1) {
      throw notAnLmdb("its header has a page size of %d bytes".formatted(pageSize));
    }
    ByteBuffer second = bytes(pageSize, META);
    if (second.remaining() < META
        || second.getInt(PAGE_HEADER) != MAGIC
        || second.getInt(PAGE_HEADER + 4) != VERSION) {
      throw notAnLmdb("its second header is missing");
    }
    // As LMDB chooses: the header of the last transaction.
    ByteBuffer newer = second.getLong(TRANSACTION) > first.getLong(TRANSACTION) ? second : first;
    long last = newer.getLong(LAST_PAGE);
    if (last < 1 || last >= Integer.MAX_VALUE) {
      throw notAnLmdb("its header has %d as its last page".formatted(last));
    }
    lastPage = (int) last;
    long needed = (last + 1) * pageSize;
    if (channel.size() < needed) {
      throw notAnLmdb(
          "it is truncated, %d bytes instead of the %d that its header counts"
              .formatted(channel.size(), needed));
    }
    readDatabase(newer);
  }

  private void readDatabase(ByteBuffer meta) {
    int flags = Short.toUnsignedInt(meta.getShort(FLAGS));
    if (flags != 0) {
      throw notAnLmdb("its database has the flags 0x%x, one of Caffe's has none".formatted(flags));
    }
    depth = Short.toUnsignedInt(meta.getShort(DEPTH));
    entries = meta.getLong(ENTRIES);
    root = meta.getLong(ROOT);
    boolean empty = root == NO_PAGE && depth == 0 && entries == 0;
    boolean filled = root > 1 && root <= lastPage && depth > 0 && depth <= DEEPEST && entries > 0;
    if (!empty && !filled) {
      throw notAnLmdb(
          "its header has %d entries in %d levels of pages from page %d on, of %d pages"
              .formatted(entries, depth, root, lastPage + 1));
    }
  }

  /** The number of entries that the header counts. */
  long entries() {
    return entries;
  }

  /** How many levels of pages there are; 0 in an empty file. */
  int depth() {
    return depth;
  }

  long root() {
    return root;
  }

  /** The number of the last page in use; page numbers are those from 2 to this one. */
  int lastPage() {
    return lastPage;
  }

  /**
   * A page of the tree.
   *
   * @param level 1 for the root; leaves are at {@link #depth}
   * @throws FailedException if it is not a sound page of that level
   */
  LmdbPage page(long number, int level) {
    return new LmdbPage(this, inUse(number), at(number * pageSize, pageSize), level == depth);
  }

  /**
   * The bytes of a value that has pages of its own: a page header with the number of pages, then
   * the bytes.
   *
   * @throws FailedException if there are no such pages, or they are fewer than the value needs
   */
  byte[] overflow(long number, int length) {
    ByteBuffer header = at(inUse(number) * (long) pageSize, PAGE_HEADER);
    long pages = Integer.toUnsignedLong(header.getInt(12));
    long needed = overflowPages(length);
    if (header.getLong(0) != number
        || Short.toUnsignedInt(header.getShort(10)) != LmdbPage.OVERFLOW
        || pages < needed
        || number + pages - 1 > lastPage) {
      throw damaged("page %d is not the first of a value's %d pages".formatted(number, needed));
    }
    return at(number * pageSize + PAGE_HEADER, length).array();
  }

  /** How many pages a value of so many bytes takes that has pages of its own. */
  int overflowPages(int length) {
    return (PAGE_HEADER - 1 + length) / pageSize + 1;
  }

  private int inUse(long number) {
    if (number < 2 || number > lastPage) {
      throw damaged("it refers to page %d of %d pages".formatted(number, lastPage + 1));
    }
    return (int) number;
  }

  private ByteBuffer at(long position, int length) {
    try {
      ByteBuffer bytes = bytes(position, length);
      if (bytes.remaining() < length) {
        throw damaged("it ends at byte %d; somebody shortened it".formatted(channel.size()));
      }
      return bytes;
    } catch (IOException e) {
      throw new FailedException("%s cannot be read: %s".formatted(path, e.getMessage()), e);
    }
  }

  private ByteBuffer bytes(long position, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    int read = 0;
    while (bytes.hasRemaining() && read >= 0) {
      read = channel.read(bytes, position + bytes.position());
    }
    return bytes.flip();
  }

  /** What a number that cannot be right is thrown as. */
  FailedException damaged(String why) {
    return new FailedException("%s is damaged: %s; copy it again".formatted(path, why));
  }

  private UsageException notAnLmdb(String why) {
    return new UsageException(
        "%s is not an LMDB that can be read: %s; copy it again".formatted(path, why));
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new FailedException("%s cannot be closed: %s".formatted(path, e.getMessage()), e);
    }
  }
}
