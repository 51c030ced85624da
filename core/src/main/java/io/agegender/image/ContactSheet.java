// SPDX-License-Identifier: Apache-2.0
package io.agegender.image;

import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** A page of small faces with captions, for people to look at. Needs no fonts on the machine. */
public final class ContactSheet {
  private static final int CAPTION = 14;
  private static final double FONT_SCALE = 0.32;

  private ContactSheet() {}

  /**
   * A face on the page.
   *
   * @param record 3 x 256 x 256 bytes, planes B, G, R
   * @param caption a few ASCII characters below it
   */
  public record Tile(byte[] record, String caption) {}

  /**
   * Draws the page as PNG.
   *
   * @param rows rows of tiles from the top; a row may be shorter than others
   * @param side height and width of a face in pixels
   * @throws IllegalArgumentException if there is no tile
   */
  public static byte[] png(List<List<Tile>> rows, int side) {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    if (columns == 0) {
      throw new IllegalArgumentException("a contact sheet without faces");
    }
    try (Scalar white = new Scalar(255, 255, 255, 0);
        Mat page =
            new Mat(rows.size() * (side + CAPTION), columns * side, opencv_core.CV_8UC3, white);
        BytePointer png = new BytePointer()) {
      for (int row = 0; row < rows.size(); row++) {
        for (int column = 0; column < rows.get(row).size(); column++) {
          draw(page, rows.get(row).get(column), column * side, row * (side + CAPTION), side);
        }
      }
      opencv_imgcodecs.imencode(".png", page, png);
      byte[] file = new byte[(int) png.limit()];
      png.get(file);
      return file;
    }
  }

  private static void draw(Mat page, Tile tile, int x, int y, int side) {
    byte[] record = tile.record();
    byte[] interleaved = new byte[Pixels.RECORD];
    for (int i = 0; i < Pixels.PLANE; i++) {
      for (int channel = 0; channel < Pixels.CHANNELS; channel++) {
        interleaved[Pixels.CHANNELS * i + channel] = record[channel * Pixels.PLANE + i];
      }
    }
    try (Mat face = new Mat(Pixels.SIDE, Pixels.SIDE, opencv_core.CV_8UC3);
        Size size = new Size(side, side);
        Rect place = new Rect(x, y, side, side);
        Mat target = new Mat(page, place);
        Point baseline = new Point(x + 2, y + side + CAPTION - 4);
        Scalar black = new Scalar(0, 0, 0, 0)) {
      face.data().put(interleaved, 0, interleaved.length);
      opencv_imgproc.resize(face, target, size, 0, 0, opencv_imgproc.INTER_AREA);
      opencv_imgproc.putText(
          page,
          tile.caption(),
          baseline,
          opencv_imgproc.FONT_HERSHEY_SIMPLEX,
          FONT_SCALE,
          black,
          1,
          opencv_imgproc.LINE_AA,
          false);
    }
  }
}
