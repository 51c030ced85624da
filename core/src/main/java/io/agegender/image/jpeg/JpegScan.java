// SPDX-License-Identifier: Apache-2.0
package io.agegender.image.jpeg;

import io.agegender.image.verdict.PictureProblem;
import io.agegender.image.verdict.PictureReason;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Walks over the Huffman codes of one sequential scan (ISO/IEC 10918-1, F.2.2). */
final class JpegScan {
  private static final int RST0 = 0xD0;
  private static final int COEFFICIENTS = 64;

  /**
   * No coefficient of 8-bit samples is larger than 1024 (A.3.3: samples of -128 to 127, times 8). A
   * quarter more is left to encoders that overshoot on purpose.
   */
  private static final int MAX_COEFFICIENT = 1280;

  private static final int MAX_CATEGORY = 15;
  private static final int MAX_CODE = 16;

  /** Leaves the longest code of a {@linkplain JpegBits#head head}. */
  private static final int CODE_SHIFT = Long.SIZE - MAX_CODE;

  private static final int ZERO_RUN = 0xF0;

  private final byte[] file;
  private final JpegFrame frame;
  private final List<Part> parts;
  private final int restartInterval;
  private final JpegBits bits;

  /** Where the walk is, in bits. */
  private int position;

  private long block;

  /** A component of the scan with its tables. */
  static final class Part {
    private final JpegFrame.Component component;
    private final HuffmanTable dc;
    private final HuffmanTable ac;

    /** By position in zigzag order: the most bits that a coefficient can have there. */
    private final int[] mostBits = new int[COEFFICIENTS];

    /** {@link HuffmanTable#runs} of values that are allowed at each position. */
    private final int[] runs;

    private final int mostDc;
    private int lastDc;

    /**
     * @param quantisation the 64 steps in zigzag order
     */
    Part(JpegFrame.Component component, HuffmanTable dc, HuffmanTable ac, int[] quantisation) {
      this.component = component;
      this.dc = dc;
      this.ac = ac;
      this.mostDc = mostSteps(quantisation[0]);
      for (int k = 0; k < COEFFICIENTS; k++) {
        mostBits[k] = Integer.SIZE - Integer.numberOfLeadingZeros(mostSteps(quantisation[k]));
      }
      this.runs = ac.runs(Arrays.stream(mostBits).min().orElseThrow());
    }

    /** Rounding may add a step. */
    private static int mostSteps(int step) {
      return MAX_COEFFICIENT / step + 1;
    }
  }

  JpegScan(byte[] file, int start, JpegFrame frame, List<Part> parts, int restartInterval) {
    this.file = file;
    this.frame = frame;
    this.parts = parts;
    this.restartInterval = restartInterval;
    this.bits = new JpegBits(file, start);
  }

  /**
   * @return the position behind the scan's data
   * @throws PictureProblem if the data are not exactly those of all blocks
   */
  int walk() throws PictureProblem {
    boolean interleaved = parts.size() > 1;
    long units = interleaved ? frame.units() : frame.blocks(parts.get(0).component);
    int restarts = 0;
    for (long unit = 0; unit < units; unit++) {
      if (restartInterval > 0 && unit > 0 && unit % restartInterval == 0) {
        restart(restarts++ % 8);
      }
      for (Part part : parts) {
        JpegFrame.Component c = part.component;
        int blocks = interleaved ? c.horizontal() * c.vertical() : 1;
        for (int i = 0; i < blocks; i++) {
          block(part);
        }
      }
    }
    return endOfData();
  }

  /**
   * Most of the time of a check is spent here. A head has the bits of two codes and of the value
   * between them, so it is loaded for every second code, or run of codes, only.
   */
  private void block(Part part) throws PictureProblem {
    block++;
    int at = position;
    long head = bits.head(at);
    int entry = part.dc.lookUp((int) (head >>> CODE_SHIFT));
    int size = entry & 0xFF;
    if (entry == 0 || size > MAX_CATEGORY) {
      throw wrong(entry, at, "a DC category of " + size);
    }
    int used = entry >> Byte.SIZE;
    part.lastDc += difference(head << used, size);
    used += size;
    at += used;
    if (Math.abs(part.lastDc) > part.mostDc) {
      throw wrong(entry, at, "a brightness out of range");
    }
    head <<= used;
    boolean second = true;
    int k = 1;
    while (k < COEFFICIENTS) {
      int next16 = (int) (head >>> CODE_SHIFT);
      int run = HuffmanTable.run(part.runs, next16);
      int behind = k + (run >>> HuffmanTable.RUN_PLACES & 0xFF);
      if (run != 0 && behind < COEFFICIENTS) {
        k = behind;
        used = run & 0xFF;
        at += used;
        if (run < 0) {
          break;
        }
      } else {
        entry = part.ac.lookUp(next16);
        size = entry & 0xF;
        used = (entry >> Byte.SIZE) + size;
        at += used;
        if (size != 0) {
          k += entry >> 4 & 0xF;
          if (k >= COEFFICIENTS || size > part.mostBits[k]) {
            throw wrong(entry, at, "a coefficient out of range");
          }
          k++;
        } else if ((entry & 0xFF) == ZERO_RUN) {
          k += 16;
        } else if (entry != 0 && (entry & 0xFF) == 0) {
          break;
        } else {
          throw wrong(entry, at, "the code of a progressive file");
        }
      }
      head = second ? bits.head(at) : head << used;
      second = !second;
    }
    position = at;
    if (k > COEFFICIENTS) {
      throw wrong(1, at, "more than 64 coefficients");
    }
    if (at > bits.length()) {
      throw ended();
    }
  }

  /**
   * The signed value of a category's bits (F.2.2.1, EXTEND), which are the first of the head.
   * Without a branch, because nobody can foresee the sign.
   */
  private static int difference(long head, int size) {
    int value = (int) (head >>> 1 >>> (Long.SIZE - 1 - size));
    int negative = (int) (~head >> (Long.SIZE - 1));
    return value + (negative & (1 - (1 << size)));
  }

  /**
   * What to say of bits that make no sense: behind the end of the data they only say that it came
   * too early.
   *
   * @param at where the walk is, in bits
   * @param entry what the table said of the code; 0 if it has no such code
   */
  private PictureProblem wrong(int entry, int at, String what) {
    position = at;
    if (entry == 0) {
      return position + MAX_CODE > bits.length() ? ended() : corrupt("a code that is in no table");
    }
    return position > bits.length() ? ended() : corrupt(what);
  }

  private void restart(int expected) throws PictureProblem {
    int at = endOfData();
    while (at + 1 < file.length && (file[at + 1] & 0xFF) == 0xFF) {
      // Fill bytes before a marker (B.1.1.2).
      at++;
    }
    int marker = at + 1 < file.length ? file[at + 1] & 0xFF : -1;
    if (marker != RST0 + expected) {
      throw marker < 0 ? ended() : corrupt("no restart marker " + expected);
    }
    bits.begin(at + 2);
    position = 0;
    parts.forEach(part -> part.lastDc = 0);
  }

  /** Where the marker is that has to follow at once; the last byte is filled up with ones. */
  private int endOfData() throws PictureProblem {
    int left = (bits.length() - position) / Byte.SIZE;
    if (left > 0) {
      throw corrupt(String.format(Locale.ROOT, "%d bytes that belong to no block", left));
    }
    return bits.end();
  }

  private PictureProblem ended() {
    return bits.atEndOfFile()
        ? new PictureProblem(
            PictureReason.TRUNCATED, String.format(Locale.ROOT, "the file ends in block %d", block))
        : corrupt("the data end");
  }

  private PictureProblem corrupt(String what) {
    return new PictureProblem(
        PictureReason.CORRUPT,
        String.format(
            Locale.ROOT, "%s in block %d, before byte %d", what, block, bits.inFile(position) + 1));
  }
}
