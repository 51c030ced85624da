// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare.lmdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;

/**
 * One of Caffe's LMDBs, open for reading: any content of the file ends in entries or in one of the
 * two exceptions. Nothing is written to its folder, which may be on a medium that cannot be written
 * to. One thread.
 */
record LmdbReader(LmdbFile file) implements AutoCloseable {
  static final String DATA = "data.mdb";

  /** What is done with each entry. */
  interface Visitor {
    /**
     * @param key in UTF-8; of bytes that are not UTF-8, {@code 0x} and their hexadecimal digits,
     *     which is the key of no face
     */
    void visit(String key, byte[] value);
  }

  /**
   * @param folder holds {@code data.mdb}
   * @throws UsageException if it does not, or the file is not an LMDB
   * @throws FailedException if the file cannot be read
   */
  static LmdbReader open(Path folder) {
    if (!Files.isRegularFile(folder.resolve(DATA))) {
      throw new UsageException(
          "%s is not an LMDB: it has no %s; is the copy complete?".formatted(folder, DATA));
    }
    return new LmdbReader(LmdbFile.open(folder.resolve(DATA)));
  }

  /** The number of entries that the header counts. */
  long size() {
    return file.entries();
  }

  /**
   * Visits the entries in the order of their keys.
   *
   * @throws FailedException if a page of the file is damaged
   */
  void forEach(Visitor visitor) {
    new Walk(visitor).run();
  }

  /**
   * The value of an entry that {@link #forEach} has shown.
   *
   * @throws FailedException if it is not there any more, or a page of the file is damaged
   */
  byte[] value(String name) {
    byte[] key = name.getBytes(UTF_8);
    if (file.depth() > 0) {
      LmdbPage page = file.page(file.root(), 1);
      for (int level = 2; level <= file.depth(); level++) {
        page = file.page(page.below(page.find(key)), level);
      }
      int node = page.find(key);
      if (node >= 0 && Arrays.equals(page.key(node), key)) {
        return page.value(node);
      }
    }
    throw file.damaged("entry '%s' has gone, so it was changed while it was read".formatted(name));
  }

  /** From the first entry to the last; no page is visited twice, so that damage cannot loop. */
  private final class Walk {
    private final Visitor visitor;
    private final BitSet seen = new BitSet(file.lastPage() + 1);
    private byte[] before;
    private long count;

    Walk(Visitor visitor) {
      this.visitor = visitor;
    }

    void run() {
      if (file.depth() > 0) {
        visit(file.root(), 1);
      }
      if (count != file.entries()) {
        throw file.damaged(
            "it has %d entries, its header counts %d".formatted(count, file.entries()));
      }
    }

    private void visit(long number, int level) {
      LmdbPage page = file.page(number, level);
      see(page.number(), 1);
      for (int i = 0; i < page.size(); i++) {
        if (level < file.depth()) {
          visit(page.below(i), level + 1);
        } else {
          entry(page, i);
        }
      }
    }

    private void entry(LmdbPage page, int i) {
      byte[] key = page.key(i);
      if (before != null && Arrays.compareUnsigned(before, key) >= 0) {
        throw file.damaged(
            "page %d has the key '%s' after '%s', and keys ascend"
                .formatted(page.number(), text(key), text(before)));
      }
      before = key;
      byte[] value = page.value(i);
      if (page.isBig(i)) {
        see((int) page.valuePage(i), file.overflowPages(value.length));
      }
      count++;
      visitor.visit(text(key), value);
    }

    private void see(int first, int pages) {
      int next = seen.nextSetBit(first);
      if (next >= 0 && next < first + pages) {
        throw file.damaged("it refers to page %d more than once".formatted(first));
      }
      seen.set(first, first + pages);
    }
  }

  private static String text(byte[] key) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
    } catch (CharacterCodingException e) {
      return "0x" + HexFormat.of().formatHex(key);
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
