// SPDX-License-Identifier: Apache-2.0
package io.agegender.synthetic.painting;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import io.agegender.foundation.error.FailedException;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Enlarges and encodes with OpenCV. */
final class Jpeg {
  private Jpeg() {}

  /**
   * @param bgr blue, green and red bytes, row by row
   * @param width of {@code bgr} in pixels
   * @param height of {@code bgr} in pixels
   * @param toWidth of the JPEG in pixels
   * @param toHeight of the JPEG in pixels
   * @param quality 1 to 100
   */
  static byte[] encode(byte[] bgr, int width, int height, int toWidth, int toHeight, int quality) {
    try (BytePointer bytes = new BytePointer(bgr);
        Mat drawn = new Mat(height, width, CV_8UC3, bytes);
        Mat picture = new Mat();
        Size size = new Size(toWidth, toHeight);
        BytePointer file = new BytePointer();
        IntPointer options = new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, quality)) {
      opencv_imgproc.resize(drawn, picture, size, 0, 0, opencv_imgproc.INTER_LINEAR);
      if (!opencv_imgcodecs.imencode(".jpg", picture, file, options)) {
        throw new FailedException(
            "OpenCV could not encode a JPEG of %d x %d pixels".formatted(toWidth, toHeight));
      }
      byte[] jpeg = new byte[Math.toIntExact(file.limit())];
      file.get(jpeg);
      return jpeg;
    }
  }
}
