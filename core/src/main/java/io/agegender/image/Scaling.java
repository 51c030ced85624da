// SPDX-License-Identifier: Apache-2.0
package io.agegender.image;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** From a decoded picture to a record, with OpenCV's arithmetic. */
final class Scaling {
  private Scaling() {}

  /**
   * Resizes to 256 x 256 whatever the ratio of the sides.
   *
   * @param picture of one of the forms of {@link Decoded}
   */
  static byte[] plain(Mat picture) {
    try (Mat small = new Mat();
        Size size = new Size(Pixels.SIDE, Pixels.SIDE);
        MatVector planes = new MatVector()) {
      // Bilinear without antialiasing, the default of cv::resize, which Caffe uses.
      opencv_imgproc.resize(picture, small, size, 0, 0, opencv_imgproc.INTER_LINEAR);
      opencv_core.split(small, planes);
      byte[] record = new byte[Pixels.RECORD];
      for (int channel = 0; channel < Pixels.CHANNELS; channel++) {
        try (Mat plane = planes.get(Decoded.channel(picture, channel));
            BytePointer data = plane.data()) {
          data.get(record, channel * Pixels.PLANE, Pixels.PLANE);
        }
      }
      return record;
    }
  }

  /**
   * Makes the picture square first.
   *
   * @param square gets the square picture if it is another one
   */
  static byte[] squared(Mat picture, Mat square, PictureRules.RoundTrip roundTrip) {
    int width = picture.cols();
    int height = picture.rows();
    boolean jpeg = roundTrip == PictureRules.RoundTrip.JPEG;
    if (width == height && !jpeg) {
      return plain(picture);
    }
    int side = Math.max(width, height);
    int top = (side - height) / 2;
    int left = (side - width) / 2;
    try (Scalar unused = new Scalar()) {
      opencv_core.copyMakeBorder(
          picture,
          square,
          top,
          side - height - top,
          left,
          side - width - left,
          opencv_core.BORDER_REPLICATE,
          unused);
      return jpeg ? throughJpeg(square) : plain(square);
    }
  }

  private static byte[] throughJpeg(Mat square) {
    try (Mat bgr = Decoded.bgr(square);
        BytePointer encoded = new BytePointer();
        IntPointer quality =
            new IntPointer(
                opencv_imgcodecs.IMWRITE_JPEG_QUALITY, PictureRules.ROUND_TRIP_QUALITY)) {
      opencv_imgcodecs.imencode(".jpg", bgr, encoded, quality);
      try (Mat bytes = new Mat(1, (int) encoded.limit(), opencv_core.CV_8UC1, encoded);
          Mat decoded = opencv_imgcodecs.imdecode(bytes, opencv_imgcodecs.IMREAD_COLOR)) {
        return plain(decoded);
      }
    }
  }
}
