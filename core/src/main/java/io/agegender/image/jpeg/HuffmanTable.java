// SPDX-License-Identifier: Apache-2.0
package io.agegender.image.jpeg;

import io.agegender.image.verdict.PictureProblem;
import io.agegender.image.verdict.PictureReason;

/**
 * A JPEG Huffman table, for walking over codes (ISO/IEC 10918-1, C.2 and F.2.2.3).
 *
 * <p>Short codes are found in one look-up, the few long ones by length.
 */
final class HuffmanTable {
  private static final int LOOK_AHEAD = 11;
  private static final int MAX_LENGTH = 16;

  /** Where the places of a run stand in an entry of {@link #runs}. */
  static final int RUN_PLACES = Byte.SIZE;

  /** In an entry of {@link #runs}: the last code ends the block. */
  static final int END = Integer.MIN_VALUE;

  private static final int SIZE = 0xF;

  /** By the next 11 bits: code length and symbol, or 0 where the code is longer. */
  private final int[] quick = new int[1 << LOOK_AHEAD];

  /** By length: the first code that is too large for it, left-aligned to 16 bits. */
  private final int[] limit = new int[MAX_LENGTH + 1];

  /** By length: what has to be added to a code to give the place of its symbol. */
  private final int[] shift = new int[MAX_LENGTH + 1];

  private final byte[] symbols;

  /** Two components mostly share a table. */
  private int[] runs;

  private int runsOf;

  /**
   * @param counts how many codes there are of each length, 1 to 16
   * @param symbols the symbols in the order of their codes
   */
  HuffmanTable(int[] counts, byte[] symbols) throws PictureProblem {
    this.symbols = symbols;
    int code = 0;
    int place = 0;
    for (int length = 1; length <= MAX_LENGTH; length++) {
      int n = counts[length - 1];
      if (code + n > 1 << length) {
        throw new PictureProblem(
            PictureReason.CORRUPT_HEADER, "a Huffman table has too many codes");
      }
      shift[length] = place - code;
      for (int i = 0; i < n && length <= LOOK_AHEAD; i++) {
        int from = (code + i) << (LOOK_AHEAD - length);
        int entry = (length << 8) | (symbols[place + i] & 0xFF);
        java.util.Arrays.fill(quick, from, from + (1 << (LOOK_AHEAD - length)), entry);
      }
      place += n;
      code += n;
      limit[length] = code << (MAX_LENGTH - length);
      code <<= 1;
    }
  }

  /**
   * The code at the head of some bits.
   *
   * @param next16 the next 16 bits
   * @return {@code length << 8 | symbol}, or 0 if no code begins so
   */
  int lookUp(int next16) {
    int entry = quick[next16 >>> (MAX_LENGTH - LOOK_AHEAD)];
    if (entry != 0) {
      return entry;
    }
    for (int length = LOOK_AHEAD + 1; length <= MAX_LENGTH; length++) {
      if (next16 < limit[length]) {
        int place = (next16 >>> (MAX_LENGTH - length)) + shift[length];
        return (length << 8) | (symbols[place] & 0xFF);
      }
    }
    return 0;
  }

  /**
   * What the AC codes come to that, with their values, lie wholly within the next 11 bits. Most
   * bits of a file are such codes, two or three at a time.
   *
   * @param mostBits the longest value that is allowed anywhere
   * @return by the next 11 bits: how many of them, the places in zigzag order that they fill, from
   *     bit {@link #RUN_PLACES} on, and {@link #END}; 0 where not even one code will do
   */
  int[] runs(int mostBits) {
    if (runs != null && runsOf == mostBits) {
      return runs;
    }
    runsOf = mostBits;
    runs = new int[quick.length];
    for (int next = 0; next < runs.length; next++) {
      int used = 0;
      int places = 0;
      int end = 0;
      while (end == 0) {
        int entry = quick[next << used & (quick.length - 1)];
        int size = entry & SIZE;
        int length = (entry >> Byte.SIZE) + size;
        boolean last = entry != 0 && (entry & 0xFF) == 0;
        if (used + length > LOOK_AHEAD || size > mostBits || (size == 0 && !last)) {
          break;
        }
        used += length;
        places += last ? 0 : (entry >> 4 & SIZE) + 1;
        end = last ? END : 0;
      }
      runs[next] = end | places << RUN_PLACES | used;
    }
    return runs;
  }

  /** The entry of {@link #runs} for some bits. */
  static int run(int[] runs, int next16) {
    return runs[next16 >>> (MAX_LENGTH - LOOK_AHEAD)];
  }
}
