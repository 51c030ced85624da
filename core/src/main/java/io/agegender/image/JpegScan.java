package io.agegender.image;

import java.util.List;

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
  private static final int ZERO_RUN = 0xF0;

  private final byte[] file;
  private final JpegFrame frame;
  private final List<Part> parts;
  private final int restartInterval;
  private JpegBits bits;
  private long block;

  /** A component of the scan with its tables. */
  static final class Part {
    private final JpegFrame.Component component;
    private final HuffmanTable dc;
    private final HuffmanTable ac;

    /** By position in zigzag order: the most bits that a coefficient can have there. */
    private final int[] mostBits = new int[COEFFICIENTS];

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

  private void block(Part part) throws PictureProblem {
    block++;
    int size = code(part.dc) & 0xFF;
    if (size > MAX_CATEGORY) {
      throw corrupt("a DC category of " + size);
    }
    part.lastDc += difference(size);
    if (Math.abs(part.lastDc) > part.mostDc) {
      throw corrupt("a brightness out of range");
    }
    int k = 1;
    while (k < COEFFICIENTS) {
      int symbol = code(part.ac) & 0xFF;
      size = symbol & 0xF;
      if (size != 0) {
        k += symbol >> 4;
        if (k >= COEFFICIENTS || size > part.mostBits[k]) {
          throw corrupt("a coefficient out of range");
        }
        k++;
        skip(size);
      } else if (symbol == ZERO_RUN) {
        k += 16;
      } else if (symbol == 0) {
        return;
      } else {
        throw corrupt("the code of a progressive file");
      }
    }
    if (k > COEFFICIENTS) {
      throw corrupt("more than 64 coefficients");
    }
  }

  /** The signed value of a category's bits (F.2.2.1, EXTEND). */
  private int difference(int size) throws PictureProblem {
    int bitsTaken = bits.take(size);
    skip(0);
    return size == 0 || bitsTaken >= 1 << (size - 1) ? bitsTaken : bitsTaken - (1 << size) + 1;
  }

  private int code(HuffmanTable table) throws PictureProblem {
    int entry = table.lookUp(bits.peek16());
    if (entry == 0) {
      throw bits.skip(16) ? corrupt("a code that is in no table") : ended();
    }
    skip(entry >> 8);
    return entry;
  }

  private void skip(int count) throws PictureProblem {
    if (!bits.skip(count)) {
      throw ended();
    }
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
    bits = new JpegBits(file, at + 2);
    parts.forEach(part -> part.lastDc = 0);
  }

  /** Where the marker is that has to follow at once. */
  private int endOfData() throws PictureProblem {
    int left = bits.alignAndCountLeft();
    if (left > 0) {
      throw corrupt("%d bytes or more that belong to no block".formatted(left));
    }
    return bits.position();
  }

  private PictureProblem ended() {
    return bits.atEndOfFile()
        ? new PictureProblem(PictureReason.TRUNCATED, "the file ends in block %d".formatted(block))
        : corrupt("the data end");
  }

  private PictureProblem corrupt(String what) {
    return new PictureProblem(
        PictureReason.CORRUPT,
        "%s in block %d, before byte %d".formatted(what, block, bits.position()));
  }
}
