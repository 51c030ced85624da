// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare.lists;

import io.agegender.foundation.error.UsageException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.MemoryLimitException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * Reads a {@code .tar.xz} of lists within limits: an archive of a few bytes can ask for any amount
 * of memory, by its dictionary, by the sizes of its entries and by what it unpacks to.
 */
final class ListArchive {
  /** Of the decoder, in KiB: {@code xz -9} needs 65 MiB. */
  private static final int DECODER_KIB = 80 << 10;

  /** The original's longest list has 700 KB. */
  private static final long LARGEST_LIST = 16L << 20;

  /** The original's largest archive unpacks to 26 MB. */
  private static final long LARGEST_SUM = 256L << 20;

  private static final int MOST_LISTS = 10_000;

  private ListArchive() {}

  /**
   * The lines of each list by its path in the archive.
   *
   * @param where the archive, for messages
   * @param file its bytes; read as far as needed, not closed
   * @throws UsageException if it is not a whole {@code .tar.xz}, or exceeds a limit
   */
  static Map<String, List<String>> read(String where, InputStream file) {
    Map<String, List<String>> lists = new HashMap<>();
    try (InputStream xz =
            new Bounded(
                where,
                new XZCompressorInputStream(new BufferedInputStream(file), false, DECODER_KIB),
                LARGEST_SUM);
        TarArchiveInputStream tar = new TarArchiveInputStream(xz)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isFile()) {
          if (lists.size() == MOST_LISTS) {
            throw refused(where, "it has more than %d files".formatted(MOST_LISTS));
          }
          lists.put(path(entry), ListFolder.split(bytes(where, entry, tar)));
        }
      }
    } catch (MemoryLimitException e) {
      throw refused(
          where,
          "unpacking it would take more than the %d KiB of memory that 'xz -9' needs"
              .formatted(DECODER_KIB));
    } catch (IOException | RuntimeException e) {
      if (e instanceof UsageException known) {
        throw known;
      }
      // The library lets some damage out as IllegalArgumentException and the like.
      throw new UsageException(
          "%s is not a whole .tar.xz archive: %s; copy it again".formatted(where, e), e);
    }
    return lists;
  }

  private static byte[] bytes(String where, TarArchiveEntry entry, TarArchiveInputStream tar)
      throws IOException {
    if (entry.isSparse() || entry.getRealSize() > LARGEST_LIST || entry.getSize() > LARGEST_LIST) {
      throw refused(
          where,
          "%s would have %d bytes%s, more than a list of %d"
              .formatted(
                  entry.getName(),
                  Math.max(entry.getRealSize(), entry.getSize()),
                  entry.isSparse() ? " with holes" : "",
                  LARGEST_LIST));
    }
    return tar.readNBytes((int) LARGEST_LIST);
  }

  private static String path(TarArchiveEntry entry) {
    return entry.getName().startsWith("./") ? entry.getName().substring(2) : entry.getName();
  }

  private static UsageException refused(String where, String why) {
    return new UsageException(
        "%s is not an archive of the original's lists: %s; copy it again, or unpack it yourself"
            .formatted(where, why));
  }

  /** Ends where too much has come out. */
  private static final class Bounded extends java.io.FilterInputStream {
    private final String where;
    private long left;

    Bounded(String where, InputStream in, long most) {
      super(in);
      this.where = where;
      this.left = most;
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int bytes = super.read(target, offset, length);
      count(Math.max(0, bytes));
      return bytes;
    }

    @Override
    public long skip(long bytes) throws IOException {
      long skipped = super.skip(bytes);
      count(skipped);
      return skipped;
    }

    private void count(long bytes) {
      left -= bytes;
      if (left < 0) {
        throw refused(where, "it unpacks to more than %d bytes".formatted(LARGEST_SUM));
      }
    }
  }
}
