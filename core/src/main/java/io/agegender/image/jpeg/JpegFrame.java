// SPDX-License-Identifier: Apache-2.0
package io.agegender.image.jpeg;

import io.agegender.image.verdict.PictureProblem;
import io.agegender.image.verdict.PictureReason;
import java.util.List;

/**
 * A JPEG frame header (ISO/IEC 10918-1, B.2.2).
 *
 * @param process the number n of the marker SOFn: 0 and 1 sequential, 2 progressive
 * @param width in pixels
 * @param height in pixels
 * @param components the colour components in the order of the header
 */
public record JpegFrame(int process, int width, int height, List<Component> components) {
  /** Samples of a block's side. */
  static final int BLOCK = 8;

  /** A colour component: its id, its sampling factors, 1 to 4, and its quantisation table. */
  record Component(int id, int horizontal, int vertical, int quantisation) {}

  public boolean progressive() {
    return process == 2;
  }

  /**
   * Whether these are brightness and two colours, the colours in full, half, or a quarter of the
   * resolution: nearly all photographs.
   */
  public boolean usual() {
    return components.size() == 3
        && components.get(0).vertical() <= components.get(0).horizontal()
        && components.get(0).horizontal() <= 2
        && components.stream().skip(1).allMatch(c -> c.horizontal() * c.vertical() == 1);
  }

  int maxHorizontal() {
    return components.stream().mapToInt(Component::horizontal).max().orElseThrow();
  }

  int maxVertical() {
    return components.stream().mapToInt(Component::vertical).max().orElseThrow();
  }

  Component component(int id) throws PictureProblem {
    return components.stream()
        .filter(c -> c.id() == id)
        .findFirst()
        .orElseThrow(
            () -> new PictureProblem(PictureReason.CORRUPT_HEADER, "a scan names component " + id));
  }

  /** Blocks of the only component of a scan that is not interleaved (A.2.2). */
  long blocks(Component component) {
    long columns = ceil(ceil((long) width * component.horizontal(), maxHorizontal()), BLOCK);
    long rows = ceil(ceil((long) height * component.vertical(), maxVertical()), BLOCK);
    return columns * rows;
  }

  /** Minimum coded units of an interleaved scan (A.2.3). */
  long units() {
    return ceil(width, (long) BLOCK * maxHorizontal()) * ceil(height, (long) BLOCK * maxVertical());
  }

  private static long ceil(long dividend, long divisor) {
    return (dividend + divisor - 1) / divisor;
  }
}
