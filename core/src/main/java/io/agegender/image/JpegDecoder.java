// SPDX-License-Identifier: Apache-2.0
package io.agegender.image;

import io.agegender.image.jpeg.JpegFrame;
import io.agegender.image.verdict.PictureProblem;
import io.agegender.image.verdict.PictureReason;
import org.bytedeco.leptonica.PIX;
import org.bytedeco.leptonica.global.lept;

/**
 * Decodes JPEG files with libjpeg-turbo as Leptonica brings it (version 1.5.3). The one inside
 * OpenCV (2.1.2) gives the same pixels of {@linkplain JpegFrame#usual usual} files ({@code
 * PictureReaderTest}), but it was built without vector instructions and does not say what the
 * decoder warned of.
 */
public final class JpegDecoder {
  private static final int NO_COLOUR_MAP = 0;
  private static final int FULL_SIZE = 1;
  private static final int NO_HINT = 0;

  static {
    // What it would print is in the rejects table.
    lept.setMsgSeverity(lept.L_SEVERITY_NONE);
  }

  private JpegDecoder() {}

  /**
   * @param file a JPEG file with a {@linkplain JpegFrame#usual usual} frame that ends with the
   *     marker EOI
   * @param completed whether that marker was missing and added
   * @return an unused byte, blue, green, red
   * @throws PictureProblem if the decoder gives up or warns of anything
   */
  static Decoded decode(byte[] file, boolean completed) throws PictureProblem {
    return Decoded.of(read(file, completed));
  }

  /** Decodes a JPEG file of any components for what the decoder says of it. */
  static void check(byte[] file, boolean completed) throws PictureProblem {
    lept.pixDestroy(read(file, completed));
  }

  private static PIX read(byte[] file, boolean completed) throws PictureProblem {
    int[] warnings = new int[1];
    PIX picture =
        lept.pixReadMemJpeg(file, file.length, NO_COLOUR_MAP, FULL_SIZE, warnings, NO_HINT);
    if (picture != null && warnings[0] == 0) {
      return picture;
    }
    if (picture != null) {
      lept.pixDestroy(picture);
    }
    throw new PictureProblem(
        completed ? PictureReason.TRUNCATED : PictureReason.CORRUPT,
        picture == null ? "the decoder gives up" : "the decoder warns of damage");
  }
}
