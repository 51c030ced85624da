// SPDX-License-Identifier: Apache-2.0
package io.agegender.image;

import io.agegender.image.jpeg.JpegCheck;
import io.agegender.image.jpeg.JpegFrame;
import io.agegender.image.verdict.PictureFlag;
import io.agegender.image.verdict.PictureProblem;
import io.agegender.image.verdict.PictureReason;
import io.agegender.image.verdict.PixelBudget;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Turns the bytes of a picture file into a record, or says why not.
 *
 * <p>Pixels are those of OpenCV's {@code imread} (blue, green, red; greyscale as three equal
 * channels; EXIF orientation not applied), as in Caffe's {@code convert_imageset}. Before that the
 * file has to be whole: see {@link JpegCheck}. Not thread-safe.
 */
public final class PictureReader {
  private static final int IMREAD =
      opencv_imgcodecs.IMREAD_COLOR | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;

  static {
    // One picture per thread: tasks run side by side already.
    opencv_core.setNumThreads(1);
  }

  private final PictureRules rules;

  /**
   * For pictures made square. Fresh memory for each would cost more than to fill it: the system
   * gives and takes it page by page.
   */
  private final Mat squared = new Mat();

  /** Reads by some rules. */
  public PictureReader(PictureRules rules) {
    this.rules = rules;
  }

  /**
   * @param file the file's bytes
   * @param squaring whether it is made square before it is resized
   */
  public Picture read(byte[] file, Squaring squaring) {
    try {
      return accepted(file, squaring);
    } catch (PictureProblem e) {
      return new Picture.Rejected(e.reason(), e.getMessage());
    }
  }

  private Picture accepted(byte[] file, Squaring squaring) throws PictureProblem {
    if (file.length == 0) {
      throw new PictureProblem(PictureReason.EMPTY, "zero bytes");
    }
    if (file.length > rules.maxBytes()) {
      throw new PictureProblem(
          PictureReason.TOO_LARGE,
          String.format(Locale.ROOT, "%d bytes, more than %d", file.length, rules.maxBytes()));
    }
    PictureFormat format = PictureFormat.of(file);
    Set<PictureFlag> flags = EnumSet.noneOf(PictureFlag.class);
    boolean square = squaring == Squaring.REPLICATE_EDGES;
    PixelBudget budget = new PixelBudget(rules.maxPixels(), square);
    try (Decoded picture =
        switch (format) {
          case JPEG -> jpeg(file, budget, flags);
          case PNG -> png(file, budget, flags);
          case GIF -> gif(file, budget);
          case UNKNOWN ->
              throw new PictureProblem(
                  PictureReason.NOT_AN_IMAGE,
                  "%s: neither JPEG nor PNG nor GIF; convert it to one of them"
                      .formatted(PictureFormat.guess(file)));
        }) {
      int width = picture.width();
      int height = picture.height();
      if (Math.min(width, height) < rules.minSide()) {
        throw new PictureProblem(
            PictureReason.TOO_SMALL,
            String.format(
                Locale.ROOT,
                "%d x %d pixels, a side has fewer than %d",
                width,
                height,
                rules.minSide()));
      }
      if (square && width != height) {
        flags.add(PictureFlag.SQUARED);
      }
      Mat pixels = picture.pixels();
      byte[] record =
          square ? Scaling.squared(pixels, squared, rules.roundTrip()) : Scaling.plain(pixels);
      return new Picture.Accepted(
          record, new Picture.PictureFacts(format, width, height, Set.copyOf(flags)));
    }
  }

  private Decoded jpeg(byte[] file, PixelBudget budget, Set<PictureFlag> flags)
      throws PictureProblem {
    JpegCheck.Result result = JpegCheck.check(file, budget);
    flags.addAll(result.flags());
    if (flags.contains(PictureFlag.TRUNCATED_TAIL)
        && rules.truncatedTail() == PictureRules.TruncatedTail.REJECT) {
      throw new PictureProblem(PictureReason.TRUNCATED_TAIL, "the end marker is missing");
    }
    // Without the marker decoders wait for more data and leave the last rows as they are.
    boolean cut = flags.contains(PictureFlag.TRUNCATED_TAIL);
    JpegFrame frame = result.frame();
    Decoded picture = pixels(frame, cut ? withEndMarker(file) : file, cut);
    if (picture.width() != frame.width() || picture.height() != frame.height()) {
      picture.close();
      throw new PictureProblem(
          PictureReason.CORRUPT_HEADER, "the decoder finds another size than the header gives");
    }
    return picture;
  }

  private static Decoded pixels(JpegFrame frame, byte[] file, boolean completed)
      throws PictureProblem {
    if (frame.usual()) {
      return JpegDecoder.decode(file, completed);
    }
    if (frame.progressive()) {
      JpegDecoder.check(file, completed);
    }
    // Of these OpenCV makes colours in a way of its own, or with a newer method.
    return decode(file);
  }

  private static byte[] withEndMarker(byte[] file) {
    boolean half = file[file.length - 1] == (byte) 0xFF;
    byte[] whole = java.util.Arrays.copyOf(file, file.length + (half ? 1 : 2));
    whole[whole.length - 2] = (byte) 0xFF;
    whole[whole.length - 1] = (byte) 0xD9;
    return whole;
  }

  private static Decoded png(byte[] file, PixelBudget budget, Set<PictureFlag> flags)
      throws PictureProblem {
    int colourType = 25;
    if (file.length <= colourType) {
      throw new PictureProblem(PictureReason.CORRUPT_HEADER, "the file ends in its header");
    }
    ByteBuffer header = ByteBuffer.wrap(file);
    budget.check(
        Integer.toUnsignedLong(header.getInt(16)), Integer.toUnsignedLong(header.getInt(20)));
    if ((file[colourType] & 2) == 0) {
      flags.add(PictureFlag.GREY);
    }
    return decode(file);
  }

  /** OpenCV cannot read GIF. The first image counts; it may be larger than the logical screen. */
  private static Decoded gif(byte[] file, PixelBudget budget) throws PictureProblem {
    BufferedImage image;
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(stream, true, true);
      budget.check(reader.getWidth(0), reader.getHeight(0));
      image = reader.read(0);
    } catch (IOException | RuntimeException e) {
      throw new PictureProblem(PictureReason.CORRUPT, String.valueOf(e.getMessage()));
    } finally {
      reader.dispose();
    }
    byte[] bgr = new byte[Pixels.CHANNELS * image.getWidth() * image.getHeight()];
    int[] rgb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    for (int i = 0; i < rgb.length; i++) {
      bgr[3 * i] = (byte) rgb[i];
      bgr[3 * i + 1] = (byte) (rgb[i] >> 8);
      bgr[3 * i + 2] = (byte) (rgb[i] >> 16);
    }
    Mat picture = new Mat(image.getHeight(), image.getWidth(), opencv_core.CV_8UC3);
    picture.data().put(bgr, 0, bgr.length);
    return Decoded.of(picture);
  }

  private static Decoded decode(byte[] file) throws PictureProblem {
    try (BytePointer bytes = new BytePointer(file);
        Mat encoded = new Mat(1, file.length, opencv_core.CV_8UC1, bytes)) {
      Mat picture = opencv_imgcodecs.imdecode(encoded, IMREAD);
      if (picture.empty()) {
        picture.close();
        throw new PictureProblem(PictureReason.CORRUPT, "OpenCV cannot decode it");
      }
      return Decoded.of(picture);
    } catch (RuntimeException e) {
      throw new PictureProblem(PictureReason.CORRUPT, String.valueOf(e.getMessage()));
    }
  }
}
