// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap.picture;

import io.agegender.foundation.error.FailedException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Maps and pictures as bytes of files. The same values always give the same bytes. */
public final class MapFiles {
  private static final int HEADER = 128;
  private static final int CHANNELS = 3;
  private static final double DIM = 0.8;
  private static final double GREY_RED = 0.299;
  private static final double GREY_GREEN = 0.587;
  private static final double GREY_BLUE = 0.114;

  private MapFiles() {}

  /** Planes R, G, B out of planes B, G, R, or the other way round. */
  public static float[] swapped(float[] planes) {
    float[] swapped = new float[planes.length];
    int plane = planes.length / CHANNELS;
    for (int channel = 0; channel < CHANNELS; channel++) {
      System.arraycopy(planes, channel * plane, swapped, (CHANNELS - 1 - channel) * plane, plane);
    }
    return swapped;
  }

  /** NumPy's {@code .npy} 1.0: {@code <f4}, C order, shape (3, size, size). */
  public static byte[] npy(float[] values, int size) {
    byte[] text =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d, %d), }"
            .formatted(CHANNELS, size, size)
            .getBytes(StandardCharsets.US_ASCII);
    ByteBuffer file =
        ByteBuffer.allocate(HEADER + values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    file.putShort((short) (HEADER - 10)).put(text);
    while (file.position() < HEADER - 1) {
      file.put((byte) ' ');
    }
    file.put((byte) '\n');
    file.asFloatBuffer().put(values);
    return file.array();
  }

  /**
   * Reads what {@link #npy} wrote.
   *
   * @throws FailedException if it has another length
   */
  public static float[] values(byte[] file, int size, Object where) {
    int count = CHANNELS * size * size;
    if (file.length != HEADER + count * Float.BYTES) {
      throw new FailedException(
          "%s: %d bytes, a map of 3 x %d x %d has %d; delete the file and start again"
              .formatted(where, file.length, size, size, HEADER + count * Float.BYTES));
    }
    float[] values = new float[count];
    ByteBuffer.wrap(file)
        .position(HEADER)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    return values;
  }

  /** The LRP Toolbox's text: channels, rows and columns, then 3 x rows lines, planes R, G, B. */
  public static byte[] toolbox(float[] rgb, int size) {
    StringBuilder text = new StringBuilder("3\n%d %d\n".formatted(size, size));
    for (int i = 0; i < rgb.length; i++) {
      text.append(String.format(Locale.ROOT, "%.6g", rgb[i]))
          .append((i + 1) % size == 0 ? '\n' : ' ');
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** 0xRRGGBB of planes B, G, R of 0 to 255. */
  public static int[] pixels(float[] bgr) {
    int plane = bgr.length / CHANNELS;
    int[] pixels = new int[plane];
    for (int i = 0; i < plane; i++) {
      pixels[i] = byteOf(bgr[2 * plane + i]) << 16 | byteOf(bgr[plane + i]) << 8 | byteOf(bgr[i]);
    }
    return pixels;
  }

  /** Sums over the channels of a map, one for each pixel. */
  static float[] overChannels(float[] planes) {
    float[] sums = new float[planes.length / CHANNELS];
    for (int i = 0; i < sums.length; i++) {
      double sum = 0;
      for (int at = i; at < planes.length; at += sums.length) {
        sum += planes[at];
      }
      sums[i] = (float) sum;
    }
    return sums;
  }

  /** A face in grey, as darker values leave room for colours. */
  static int[] grey(int[] face) {
    int[] pixels = new int[face.length];
    for (int i = 0; i < face.length; i++) {
      int grey = byteOf(greyOf(face[i]) * DIM);
      pixels[i] = grey << 16 | grey << 8 | grey;
    }
    return pixels;
  }

  private static double greyOf(int pixel) {
    return GREY_RED * (pixel >> 16 & 255)
        + GREY_GREEN * (pixel >> 8 & 255)
        + GREY_BLUE * (pixel & 255);
  }

  /**
   * A map over the face in grey.
   *
   * @param light whether the colours are light where the map is 0: they darken the face then; dark
   *     ones are added to it
   */
  static int[] overlay(int[] face, int[] heat, boolean light) {
    int[] pixels = new int[face.length];
    for (int i = 0; i < face.length; i++) {
      double grey = greyOf(face[i]);
      for (int shift = 16; shift >= 0; shift -= 8) {
        int colour = heat[i] >> shift & 255;
        pixels[i] |= byteOf(light ? grey * colour / 255 : grey / 2 + colour * 0.75) << shift;
      }
    }
    return pixels;
  }

  private static int byteOf(double value) {
    return (int) Math.max(0, Math.min(255, Math.round(value)));
  }

  /**
   * Reads what {@link #png} wrote.
   *
   * @return 0xRRGGBB for each pixel, row by row
   * @throws FailedException if it is not a square picture of that size
   */
  public static int[] pixels(byte[] png, int size, Object where) {
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
      if (image != null && image.getWidth() == size && image.getHeight() == size) {
        int[] pixels = image.getRGB(0, 0, size, size, null, 0, size);
        for (int i = 0; i < pixels.length; i++) {
          pixels[i] &= 0xFFFFFF;
        }
        return pixels;
      }
    } catch (IOException e) {
      throw new FailedException(
          "%s is damaged: %s; delete it and start again".formatted(where, e.getMessage()), e);
    }
    throw new FailedException(
        "%s is not a picture of %d x %d pixels; delete it and start again"
            .formatted(where, size, size));
  }

  /** A square picture. */
  public static byte[] png(int[] pixels, int size) {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, size, size, pixels, 0, size);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes every byte", e);
    }
    return out.toByteArray();
  }
}
