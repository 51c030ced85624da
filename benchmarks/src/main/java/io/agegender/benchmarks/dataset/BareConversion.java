// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.dataset;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * The yardstick: OpenCV reads each file, resizes it to 256 x 256, and the pixels are written one
 * after the other, on one thread. No check, no checksum, no index. Pictures that are not square are
 * not made so.
 */
final class BareConversion {
  private static final int SIDE = 256;

  private BareConversion() {}

  static void run(List<Path> pictures, Path out) throws IOException {
    opencv_core.setNumThreads(1);
    byte[] pixels = new byte[3 * SIDE * SIDE];
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(out), 1 << 16);
        Size size = new Size(SIDE, SIDE)) {
      for (Path picture : pictures) {
        try (Mat decoded =
                opencv_imgcodecs.imread(picture.toString(), opencv_imgcodecs.IMREAD_COLOR);
            Mat small = new Mat()) {
          opencv_imgproc.resize(decoded, small, size, 0, 0, opencv_imgproc.INTER_LINEAR);
          try (BytePointer data = small.data()) {
            data.get(pixels);
          }
          file.write(pixels);
        }
      }
    }
  }
}
