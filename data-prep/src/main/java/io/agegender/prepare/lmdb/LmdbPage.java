// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare.lmdb;

import io.agegender.foundation.error.FailedException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A page of LMDB's tree ({@code MDB_page}, {@code MDB_node} of {@code mdb.c}): its number (8
 * bytes), pad (2), flags (2), where free space begins (2) and ends (2), then the places of the
 * nodes (2 each), in the order of their keys. A node: a number (6 bytes: of a leaf, the value's
 * length in 4 and flags in 2; of a branch, the page below), the key's length (2), the key, and the
 * value or the number of its first page (8). Places count from the start of the page.
 */
final class LmdbPage {
  static final int OVERFLOW = 4;

  private static final int BRANCH = 1;
  private static final int LEAF = 2;
  private static final int NODE_HEADER = 8;
  private static final int BIG_VALUE = 1;

  /** Far more than a picture of the size of a face takes in any format. */
  private static final int LARGEST_VALUE = 64 << 20;

  private final LmdbFile file;
  private final int number;
  private final ByteBuffer bytes;
  private final boolean leaf;
  private final int size;

  /**
   * @throws FailedException if it is another kind of page, or its nodes are not within it
   */
  LmdbPage(LmdbFile file, int number, ByteBuffer bytes, boolean leaf) {
    this.file = file;
    this.number = number;
    this.bytes = bytes;
    this.leaf = leaf;
    int lower = unsigned(12);
    int upper = unsigned(14);
    if (bytes.getLong(0) != number || unsigned(10) != (leaf ? LEAF : BRANCH)) {
      throw file.damaged("page %d is not a %s page".formatted(number, leaf ? "leaf" : "branch"));
    }
    if (lower <= LmdbFile.PAGE_HEADER
        || lower % 2 != 0
        || lower > upper
        || upper > bytes.capacity()) {
      throw file.damaged(
          "page %d has free space from byte %d to %d".formatted(number, lower, upper));
    }
    this.size = (lower - LmdbFile.PAGE_HEADER) / 2;
    for (int i = 0; i < size; i++) {
      check(i, upper);
    }
  }

  private void check(int i, int upper) {
    int node = node(i);
    if (node < upper || node + NODE_HEADER > bytes.capacity()) {
      throw file.damaged("page %d has node %d at byte %d".formatted(number, i, node));
    }
    long end = (long) node + NODE_HEADER + unsigned(node + 6);
    if (leaf) {
      int flags = unsigned(node + 4);
      if (flags != 0 && flags != BIG_VALUE) {
        throw file.damaged("page %d has the flags 0x%x at node %d".formatted(number, flags, i));
      }
      int length = bytes.getInt(node);
      if (length < 0 || length > LARGEST_VALUE) {
        throw file.damaged(
            "page %d has a value of %d bytes at node %d, more than %d"
                .formatted(number, Integer.toUnsignedLong(length), i, LARGEST_VALUE));
      }
      end += flags == BIG_VALUE ? Long.BYTES : length;
    }
    if (end > bytes.capacity()) {
      throw file.damaged(
          "page %d ends within node %d, which begins at byte %d".formatted(number, i, node));
    }
  }

  int number() {
    return number;
  }

  /** The number of its nodes, at least 1. */
  int size() {
    return size;
  }

  byte[] key(int i) {
    return copy(node(i) + NODE_HEADER, unsigned(node(i) + 6));
  }

  private byte[] copy(int begin, int length) {
    byte[] copy = new byte[length];
    bytes.get(begin, copy);
    return copy;
  }

  /** Of a branch page: the number of the page below a node. Not checked yet. */
  long below(int i) {
    return Integer.toUnsignedLong(bytes.getInt(node(i))) | (long) unsigned(node(i) + 4) << 32;
  }

  /** Of a leaf page: the length of a node's value in bytes. */
  int valueLength(int i) {
    return bytes.getInt(node(i));
  }

  /** Of a leaf page: whether a node's value is on pages of its own. */
  boolean isBig(int i) {
    return unsigned(node(i) + 4) == BIG_VALUE;
  }

  /** Of a leaf page: the first page of a big value. Not checked yet. */
  long valuePage(int i) {
    return bytes.getLong(afterKey(i));
  }

  /**
   * Of a leaf page: a node's value.
   *
   * @throws FailedException if it is on pages of its own that do not fit
   */
  byte[] value(int i) {
    return isBig(i)
        ? file.overflow(valuePage(i), valueLength(i))
        : copy(afterKey(i), valueLength(i));
  }

  /**
   * The last node whose key is not greater than the wanted one; -1 if there is none. The first key
   * of a branch page stands for all lesser ones.
   */
  int find(byte[] wanted) {
    int low = leaf ? 0 : 1;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (Arrays.compareUnsigned(key(middle), wanted) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  private int afterKey(int i) {
    return node(i) + NODE_HEADER + unsigned(node(i) + 6);
  }

  private int node(int i) {
    return unsigned(LmdbFile.PAGE_HEADER + 2 * i);
  }

  private int unsigned(int position) {
    return Short.toUnsignedInt(bytes.getShort(position));
  }
}
