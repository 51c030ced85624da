// SPDX-License-Identifier: Apache-2.0
package io.agegender.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.ImageOutputStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Makes picture files for tests. */
final class Jpegs {
  private Jpegs() {}

  /** Smooth colours with some noise, so that all sorts of codes occur. */
  static BufferedImage picture(int width, int height, int type) {
    BufferedImage image = new BufferedImage(width, height, type);
    Random random = new Random(5);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int noise = random.nextInt(24);
        int red = Math.min(255, 255 * x / width + noise);
        int green = Math.min(255, 255 * y / height + noise);
        image.setRGB(x, y, red << 16 | green << 8 | (x * 7 + y * 3 & 0x7F));
      }
    }
    return image;
  }

  static byte[] colour(int width, int height) {
    return write("jpeg", picture(width, height, BufferedImage.TYPE_3BYTE_BGR));
  }

  static byte[] write(String format, BufferedImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException(format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] progressive(int width, int height) {
    return jpeg(
        new IIOImage(picture(width, height, BufferedImage.TYPE_3BYTE_BGR), null, null), true);
  }

  /** Four channels without any marker about their meaning. */
  static byte[] cmyk(int width, int height) {
    WritableRaster raster = Raster.createInterleavedRaster(0, width, height, 4, null);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        raster.setPixel(x, y, new int[] {255 * x / width, 255 * y / height, 90, 200});
      }
    }
    return jpeg(new IIOImage(raster, null, null), false);
  }

  /** With a restart marker after every fourth unit. */
  static byte[] withRestarts(int width, int height) {
    BufferedImage image = picture(width, height, BufferedImage.TYPE_3BYTE_BGR);
    try (Mat mat = new Mat(height, width, opencv_core.CV_8UC3);
        BytePointer encoded = new BytePointer();
        IntPointer parameters = new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_RST_INTERVAL, 4)) {
      byte[] bgr = ((java.awt.image.DataBufferByte) image.getRaster().getDataBuffer()).getData();
      mat.data().put(bgr, 0, bgr.length);
      opencv_imgcodecs.imencode(".jpg", mat, encoded, parameters);
      byte[] file = new byte[(int) encoded.limit()];
      encoded.get(file);
      return file;
    }
  }

  private static byte[] jpeg(IIOImage image, boolean progressive) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setProgressiveMode(
          progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
      writer.setOutput(stream);
      writer.write(null, image, parameters);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  /** With other sampling factors than the usual 2 x 2 of the brightness; the colours have 1 x 1. */
  static byte[] sampled(int width, int height, int horizontal, int vertical) {
    BufferedImage image = picture(width, height, BufferedImage.TYPE_3BYTE_BGR);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    IIOMetadata metadata =
        writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
    writer.dispose();
    Node root = metadata.getAsTree("javax_imageio_jpeg_image_1.0");
    Element brightness = (Element) ((Element) root).getElementsByTagName("componentSpec").item(0);
    brightness.setAttribute("HsamplingFactor", Integer.toString(horizontal));
    brightness.setAttribute("VsamplingFactor", Integer.toString(vertical));
    try {
      metadata.setFromTree("javax_imageio_jpeg_image_1.0", root);
    } catch (IIOInvalidTreeException e) {
      throw new IllegalStateException(e);
    }
    return jpeg(new IIOImage(image, null, metadata), false);
  }

  /** Where the scan's coded data begin. */
  static int scanStart(byte[] jpeg) {
    for (int i = 2; ; i += 2 + (((jpeg[i + 2] & 0xFF) << 8) | (jpeg[i + 3] & 0xFF))) {
      if ((jpeg[i + 1] & 0xFF) == 0xDA) {
        return i + 2 + (((jpeg[i + 2] & 0xFF) << 8) | (jpeg[i + 3] & 0xFF));
      }
    }
  }

  /** Where a marker's segment begins, at its 0xFF. */
  static int segment(byte[] jpeg, int marker) {
    for (int i = 2; ; i += 2 + (((jpeg[i + 2] & 0xFF) << 8) | (jpeg[i + 3] & 0xFF))) {
      if ((jpeg[i + 1] & 0xFF) == marker) {
        return i;
      }
    }
  }

  /** What OpenCV alone makes of a file: read, resize, planes. */
  static byte[] openCv(byte[] file) {
    try (BytePointer bytes = new BytePointer(file);
        Mat encoded = new Mat(1, file.length, opencv_core.CV_8UC1, bytes);
        Mat decoded =
            opencv_imgcodecs.imdecode(
                encoded,
                opencv_imgcodecs.IMREAD_COLOR | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION);
        Mat small = new Mat()) {
      org.bytedeco.opencv.global.opencv_imgproc.resize(
          decoded, small, new org.bytedeco.opencv.opencv_core.Size(256, 256));
      byte[] interleaved = new byte[Pixels.RECORD];
      small.data().get(interleaved);
      byte[] record = new byte[Pixels.RECORD];
      for (int i = 0; i < Pixels.PLANE; i++) {
        for (int c = 0; c < 3; c++) {
          record[c * Pixels.PLANE + i] = interleaved[3 * i + c];
        }
      }
      return record;
    }
  }
}
