// SPDX-License-Identifier: Apache-2.0
package io.agegender.image;

import org.bytedeco.leptonica.PIX;
import org.bytedeco.leptonica.global.lept;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A decoded picture in native memory, 8 bits a sample, as its decoder leaves it: blue, green, red;
 * or an unused byte, blue, green, red. Bringing all into one form would cost more than to resize
 * them.
 */
final class Decoded implements AutoCloseable {
  private final Mat pixels;
  private final PIX owner;

  private Decoded(Mat pixels, PIX owner) {
    this.pixels = pixels;
    this.owner = owner;
  }

  /** Blue, green, red. */
  static Decoded of(Mat pixels) {
    return new Decoded(pixels, null);
  }

  /** Leptonica's pixels are words of red, green, blue and a byte, the last one first in memory. */
  static Decoded of(PIX picture) {
    Mat pixels =
        new Mat(
            picture.h(),
            picture.w(),
            opencv_core.CV_8UC4,
            picture.data(),
            (long) Integer.BYTES * picture.wpl());
    return new Decoded(pixels, picture);
  }

  /** Which channel of a picture is a record's plane: 0 blue, 1 green, 2 red. */
  static int channel(Mat picture, int colour) {
    return picture.channels() == Pixels.CHANNELS ? colour : colour + 1;
  }

  /** Blue, green, red of a picture of either form. */
  static Mat bgr(Mat picture) {
    Mat bgr = new Mat(picture.rows(), picture.cols(), opencv_core.CV_8UC3);
    for (int colour = 0; colour < Pixels.CHANNELS; colour++) {
      try (Mat plane = new Mat()) {
        opencv_core.extractChannel(picture, plane, channel(picture, colour));
        opencv_core.insertChannel(plane, bgr, colour);
      }
    }
    return bgr;
  }

  Mat pixels() {
    return pixels;
  }

  int width() {
    return pixels.cols();
  }

  int height() {
    return pixels.rows();
  }

  @Override
  public void close() {
    pixels.close();
    if (owner != null) {
      lept.pixDestroy(owner);
    }
  }
}
