// SPDX-License-Identifier: Apache-2.0
package io.agegender.image;

import java.nio.charset.StandardCharsets;

/** What a file really is, whatever its name says. */
public enum PictureFormat {
  /** JPEG: baseline, extended sequential or progressive, 8 bits, Huffman coded. */
  JPEG,
  /** PNG. */
  PNG,
  /** GIF; the first frame counts. */
  GIF,
  /** None of these. */
  UNKNOWN;

  private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final byte[] GIF_SIGNATURE = {'G', 'I', 'F', '8'};
  private static final byte[] JPEG_SIGNATURE = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};

  /** Looks at the first bytes. */
  static PictureFormat of(byte[] file) {
    if (startsWith(file, JPEG_SIGNATURE)) {
      return JPEG;
    }
    if (startsWith(file, PNG_SIGNATURE)) {
      return PNG;
    }
    return startsWith(file, GIF_SIGNATURE) ? GIF : UNKNOWN;
  }

  /** What a file may be that is none of these, in a word or two. */
  static String guess(byte[] file) {
    String start = new String(file, 0, Math.min(file.length, 12), StandardCharsets.ISO_8859_1);
    if (start.startsWith("RIFF") && start.endsWith("WEBP")) {
      return "WebP";
    }
    if (start.startsWith("ftyp", 4)) {
      return start.endsWith("avif") ? "AVIF" : "HEIC or a film";
    }
    if (start.startsWith("BM")) {
      return "BMP";
    }
    if (start.startsWith("II*\0") || start.startsWith("MM\0*")) {
      return "TIFF";
    }
    return start.stripLeading().startsWith("<") ? "HTML, XML or SVG" : "no picture that is known";
  }

  private static boolean startsWith(byte[] file, byte[] signature) {
    return file.length >= signature.length
        && java.util.Arrays.equals(file, 0, signature.length, signature, 0, signature.length);
  }
}
