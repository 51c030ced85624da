package io.agegender.image;

/**
 * The bits of a JPEG scan (ISO/IEC 10918-1, F.2.2.5): stuffed zero bytes are taken out, a marker
 * ends the data.
 */
final class JpegBits {
  private final byte[] file;
  private int position;
  private long buffer;
  private int available;

  JpegBits(byte[] file, int position) {
    this.file = file;
    this.position = position;
  }

  /**
   * The next 16 bits; after the end of the data they are zeros. At least 32 bits are in the buffer
   * afterwards as long as the data last.
   */
  int peek16() {
    if (available < 32) {
      fill();
    }
    return available >= 16
        ? (int) (buffer >>> (available - 16)) & 0xFFFF
        : (int) (buffer << (16 - available)) & 0xFFFF;
  }

  /**
   * Passes over bits after a {@link #peek16()}.
   *
   * @param bits 0 to 31
   * @return false if the data end before
   */
  boolean skip(int bits) {
    available -= bits;
    return available >= 0;
  }

  /**
   * Takes bits after a {@link #peek16()} and a {@link #skip} of at most 16.
   *
   * @param bits 0 to 16
   * @return their value; nonsense if the data ended, which the next {@link #skip} tells
   */
  int take(int bits) {
    available -= bits;
    return available >= 0 ? (int) (buffer >>> available) & ((1 << bits) - 1) : 0;
  }

  /**
   * Drops the bits up to the next whole byte; the return value says how many whole bytes follow.
   */
  int alignAndCountLeft() {
    fill();
    int whole = available / Byte.SIZE;
    available = 0;
    return whole;
  }

  /** Whether the data ended with the file and not with a marker. */
  boolean atEndOfFile() {
    return position + 1 >= file.length;
  }

  /** Where the marker stands that ended the data. */
  int position() {
    return position;
  }

  private void fill() {
    while (available <= 48) {
      if (position >= file.length) {
        return;
      }
      int value = file[position] & 0xFF;
      if (value == 0xFF) {
        if (position + 1 >= file.length || file[position + 1] != 0) {
          return;
        }
        position++;
      }
      position++;
      buffer = buffer << 8 | value;
      available += 8;
    }
  }
}
