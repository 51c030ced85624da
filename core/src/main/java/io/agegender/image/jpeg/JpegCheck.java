// SPDX-License-Identifier: Apache-2.0
package io.agegender.image.jpeg;

import io.agegender.image.JpegDecoder;
import io.agegender.image.verdict.PictureFlag;
import io.agegender.image.verdict.PictureProblem;
import io.agegender.image.verdict.PictureReason;
import io.agegender.image.verdict.PixelBudget;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Walks over every marker and every Huffman code of a JPEG file without computing a pixel. Decoders
 * are lenient: they fill what is missing with grey and carry on after nonsense. This walk tells
 * whether the file holds exactly the coefficients that its header promises; a flipped bit nearly
 * always breaks that count somewhere. What it cannot see is damage that leaves all codes in place,
 * such as another value of a coefficient.
 *
 * <p>Structure: ISO/IEC 10918-1, annex B; sequential entropy coding: annex F. The scans of
 * progressive files are left to the {@link JpegDecoder}.
 */
public final class JpegCheck {
  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int DHT = 0xC4;
  private static final int DQT = 0xDB;
  private static final int DRI = 0xDD;
  private static final int APP1 = 0xE1;
  private static final int RST0 = 0xD0;
  private static final int TABLES = 4;

  private final byte[] file;
  private final PixelBudget budget;
  private final HuffmanTable[] dc = new HuffmanTable[TABLES];
  private final HuffmanTable[] ac = new HuffmanTable[TABLES];
  private final int[][] quantisation = new int[TABLES][];
  private final Set<Integer> componentsSeen = new HashSet<>();
  private final Set<Integer> coarse = new HashSet<>();
  private final Set<PictureFlag> flags = EnumSet.noneOf(PictureFlag.class);
  private JpegFrame frame;
  private int restartInterval;
  private int position = 2;
  private int scans;

  private JpegCheck(byte[] file, PixelBudget budget) {
    this.file = file;
    this.budget = budget;
  }

  /** What was found in a file that is whole. */
  public record Result(JpegFrame frame, Set<PictureFlag> flags) {}

  /**
   * @param file begins with the marker SOI
   * @param budget checked as soon as the size is known, and at each progressive scan
   * @throws PictureProblem if anything is missing, too much, or contradicts itself
   */
  public static Result check(byte[] file, PixelBudget budget) throws PictureProblem {
    JpegCheck check = new JpegCheck(file, budget);
    check.walk();
    return new Result(check.frame, check.flags);
  }

  private void walk() throws PictureProblem {
    while (true) {
      int marker = nextMarker();
      if (marker == EOI) {
        break;
      }
      if (marker < 0) {
        endWithoutMarker();
        return;
      }
      segment(marker);
    }
    if (scans == 0) {
      throw new PictureProblem(PictureReason.CORRUPT_HEADER, "no scan before the end marker");
    }
    if (position < file.length) {
      flags.add(PictureFlag.TRAILING_DATA);
    }
  }

  /** Every scan so far was whole, so only the end marker can be missing, or further scans. */
  private void endWithoutMarker() throws PictureProblem {
    if (scans == 0) {
      throw new PictureProblem(
          PictureReason.CORRUPT_HEADER, "the file ends in its header, at byte " + file.length);
    }
    if (componentsSeen.size() == frame.components().size() && coarse.isEmpty()) {
      flags.add(PictureFlag.TRUNCATED_TAIL);
    } else {
      throw new PictureProblem(PictureReason.TRUNCATED, "scans are missing at the end");
    }
  }

  /** Stands behind the marker afterwards. The return value is -1 at the end of the file. */
  private int nextMarker() throws PictureProblem {
    if (position + 1 >= file.length) {
      return -1;
    }
    if ((file[position] & 0xFF) != 0xFF) {
      throw new PictureProblem(
          scans == 0 ? PictureReason.CORRUPT_HEADER : PictureReason.CORRUPT,
          "no marker at byte " + position);
    }
    while (position < file.length && (file[position] & 0xFF) == 0xFF) {
      position++;
    }
    return position < file.length ? file[position++] & 0xFF : -1;
  }

  private void segment(int marker) throws PictureProblem {
    if (marker == SOI || marker == 0x01 || (marker >= RST0 && marker < RST0 + 8)) {
      throw new PictureProblem(
          PictureReason.CORRUPT,
          String.format(Locale.ROOT, "marker FF%02X at byte %d", marker, position - 2));
    }
    int start = position + 2;
    int end = position + u16(position);
    if (end < start || end > file.length) {
      throw new PictureProblem(
          scans == 0 ? PictureReason.CORRUPT_HEADER : PictureReason.TRUNCATED,
          String.format(
              Locale.ROOT, "segment FF%02X at byte %d ends beyond the file", marker, position - 2));
    }
    position = end;
    if (marker == DHT) {
      huffmanTables(start, end);
    } else if (marker == DQT) {
      quantisationTables(start, end);
    } else if (marker == DRI) {
      restartInterval = u16(start);
    } else if (marker == APP1) {
      if (ExifOrientation.isTurned(file, start, end)) {
        flags.add(PictureFlag.EXIF_ORIENTATION);
      }
    } else if (marker == SOS) {
      scan(start, end);
    } else if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC8 && marker != 0xCC) {
      frame(marker - 0xC0, start, end);
    }
  }

  private void frame(int process, int start, int end) throws PictureProblem {
    if (frame != null || end - start < 6) {
      throw new PictureProblem(PictureReason.CORRUPT_HEADER, "a second or cut frame header");
    }
    int height = u16(start + 1);
    int width = u16(start + 3);
    int count = u8(start + 5);
    if (process > 2 || u8(start) != 8) {
      throw new PictureProblem(
          PictureReason.CORRUPT_HEADER,
          String.format(
              Locale.ROOT,
              "JPEG process %d with %d bits a sample is not supported",
              process,
              u8(start)));
    }
    if (width == 0 || height == 0 || count == 0 || end - start != 6 + 3 * count) {
      throw new PictureProblem(
          PictureReason.CORRUPT_HEADER,
          String.format(Locale.ROOT, "%d x %d pixels, %d components", width, height, count));
    }
    budget.check(width, height);
    if (count == 2 || count > 4) {
      throw new PictureProblem(PictureReason.UNSUPPORTED_COLOUR, count + " components");
    }
    List<JpegFrame.Component> components = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int at = start + 6 + 3 * i;
      int horizontal = u8(at + 1) >> 4;
      int vertical = u8(at + 1) & 0xF;
      if (Math.min(horizontal, vertical) < 1 || Math.max(horizontal, vertical) > 4) {
        throw new PictureProblem(
            PictureReason.CORRUPT_HEADER,
            String.format(Locale.ROOT, "sampling factors %d x %d", horizontal, vertical));
      }
      components.add(new JpegFrame.Component(u8(at), horizontal, vertical, u8(at + 2)));
    }
    if (count != 3) {
      flags.add(count == 1 ? PictureFlag.GREY : PictureFlag.CMYK);
    }
    frame = new JpegFrame(process, width, height, List.copyOf(components));
  }

  private void huffmanTables(int start, int end) throws PictureProblem {
    int at = start;
    while (at < end) {
      int kind = u8(at) >> 4;
      int id = u8(at) & 0xF;
      int[] counts = new int[16];
      int total = 0;
      for (int i = 0; i < counts.length && at + 1 + i < end; i++) {
        counts[i] = u8(at + 1 + i);
        total += counts[i];
      }
      at += 1 + counts.length;
      if (kind > 1 || id >= TABLES || total > 256 || at + total > end) {
        throw new PictureProblem(PictureReason.CORRUPT_HEADER, "a broken Huffman table");
      }
      byte[] symbols = java.util.Arrays.copyOfRange(file, at, at + total);
      (kind == 0 ? dc : ac)[id] = new HuffmanTable(counts, symbols);
      at += total;
    }
  }

  private void quantisationTables(int start, int end) throws PictureProblem {
    int at = start;
    while (at < end) {
      int width = 1 + (u8(at) >> 4);
      int id = u8(at) & 0xF;
      at++;
      if (width > 2 || id >= TABLES || at + 64 * width > end) {
        throw new PictureProblem(PictureReason.CORRUPT_HEADER, "a broken quantisation table");
      }
      int[] steps = new int[64];
      for (int k = 0; k < steps.length; k++, at += width) {
        steps[k] = width == 1 ? u8(at) : u16(at);
        if (steps[k] == 0) {
          throw new PictureProblem(PictureReason.CORRUPT_HEADER, "a quantisation step of 0");
        }
      }
      quantisation[id] = steps;
    }
  }

  private void scan(int start, int end) throws PictureProblem {
    int count = u8(start);
    if (frame == null || count < 1 || count > 4 || end - start != 4 + 2 * count) {
      throw new PictureProblem(PictureReason.CORRUPT_HEADER, "a scan without a frame, or cut");
    }
    scans++;
    if (frame.progressive()) {
      progressiveScan(start, count);
      return;
    }
    List<JpegScan.Part> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      JpegFrame.Component component = frame.component(u8(start + 1 + 2 * i));
      if (!componentsSeen.add(component.id())) {
        throw new PictureProblem(
            PictureReason.CORRUPT,
            String.format(Locale.ROOT, "component %d is coded twice", component.id()));
      }
      int tables = u8(start + 2 + 2 * i);
      parts.add(
          new JpegScan.Part(
              component,
              table(dc, tables >> 4, "DC"),
              table(ac, tables & 0xF, "AC"),
              table(quantisation, component.quantisation(), "quantisation")));
    }
    position = new JpegScan(file, end, frame, parts, restartInterval).walk();
  }

  /** Keeps in mind which coefficients are not there to the last bit yet (annex G.1.1.1). */
  private void progressiveScan(int start, int count) throws PictureProblem {
    budget.checkScans(scans, frame.width(), frame.height());
    int spectrum = start + 1 + 2 * count;
    int lowBit = u8(spectrum + 2) & 0xF;
    for (int i = 0; i < count; i++) {
      int id = u8(start + 1 + 2 * i);
      if (componentsSeen.add(id)) {
        for (int k = 0; k < 64; k++) {
          coarse.add(64 * id + k);
        }
      }
      for (int k = u8(spectrum); k <= Math.min(63, u8(spectrum + 1)) && lowBit == 0; k++) {
        coarse.remove(64 * id + k);
      }
    }
    skipEntropyData();
  }

  private static <T> T table(T[] tables, int id, String kind) throws PictureProblem {
    if (id >= TABLES || tables[id] == null) {
      throw new PictureProblem(
          PictureReason.CORRUPT_HEADER,
          String.format(Locale.ROOT, "a scan uses %s table %d, which is missing", kind, id));
    }
    return tables[id];
  }

  /** To the next marker that is not a restart marker. */
  private void skipEntropyData() {
    while (position + 1 < file.length) {
      int next = file[position + 1] & 0xFF;
      boolean inside = next == 0 || (next >= RST0 && next < RST0 + 8);
      if ((file[position] & 0xFF) == 0xFF && !inside) {
        return;
      }
      position++;
    }
  }

  private int u8(int at) throws PictureProblem {
    if (at >= file.length) {
      throw new PictureProblem(
          scans == 0 ? PictureReason.CORRUPT_HEADER : PictureReason.TRUNCATED,
          "the file ends in a segment, at byte " + file.length);
    }
    return file[at] & 0xFF;
  }

  private int u16(int at) throws PictureProblem {
    return u8(at) << 8 | u8(at + 1);
  }
}
