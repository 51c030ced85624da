// SPDX-License-Identifier: Apache-2.0
package io.agegender.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.image.verdict.PictureFlag;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What people have under names that end in .jpg: other formats, other colours, files of phones and
 * of programs, files that were cut, joined or renamed. Each has one outcome.
 */
class FoundPicturesTest {
  private static final int WIDTH = 48;
  private static final int HEIGHT = 40;

  /** Markers: a frame, and the segments of profiles and several pictures, and of Adobe. */
  private static final int SOF0 = 0xC0;

  private static final int APP2 = 0xE2;
  private static final int APP14 = 0xEE;

  private final PictureReader reader =
      new PictureReader(
          new PictureRules(
              20_000_000,
              25_000_000,
              16,
              PictureRules.TruncatedTail.ACCEPT,
              PictureRules.RoundTrip.NONE));

  /** Name, file, and what becomes of it: the reason, or the format with flags. */
  static Stream<Arguments> pictures() {
    byte[] jpeg = Jpegs.colour(WIDTH, HEIGHT);
    Map<String, Object[]> all = new LinkedHashMap<>();
    all.put("colour", of("jpeg", jpeg));
    all.put("grey", of("jpeg [GREY]", Jpegs.write("jpeg", image(BufferedImage.TYPE_BYTE_GRAY))));
    all.put("CMYK", of("jpeg [CMYK]", Jpegs.cmyk(WIDTH, HEIGHT)));
    all.put(
        "CMYK, inverted by Adobe",
        of("jpeg [CMYK]", segment(Jpegs.cmyk(WIDTH, HEIGHT), APP14, adobe(0))));
    all.put("YCCK", of("jpeg [CMYK]", segment(Jpegs.cmyk(WIDTH, HEIGHT), APP14, adobe(2))));
    all.put("RGB without conversion", of("jpeg", segment(jpeg, APP14, adobe(0))));
    all.put(
        "ICC profile",
        of("jpeg", segment(jpeg, APP2, text("ICC_PROFILE\0\1\1" + "x".repeat(500)))));
    all.put(
        "profile of the wrong kind", of("jpeg", segment(jpeg, APP2, text("ICC_PROFILE\0\5\2"))));
    all.put(
        "MPO of a phone",
        of("jpeg [TRAILING_DATA]", joined(segment(jpeg, APP2, text("MPF\0II*\0\b\0\0\0")), jpeg)));
    all.put("progressive", of("jpeg", Jpegs.progressive(WIDTH, HEIGHT)));
    all.put("restart markers", of("jpeg", Jpegs.withRestarts(WIDTH, HEIGHT)));
    all.put("sampled 1x1", of("jpeg", Jpegs.sampled(WIDTH, HEIGHT, 1, 1)));
    all.put("sampled 2x1", of("jpeg", Jpegs.sampled(WIDTH, HEIGHT, 2, 1)));
    all.put("sampled 1x2", of("jpeg", Jpegs.sampled(WIDTH, HEIGHT, 1, 2)));
    all.put("sampled 4x1", of("jpeg", Jpegs.sampled(WIDTH, HEIGHT, 4, 1)));
    all.put("arithmetic coding", of("CORRUPT_HEADER", frame(jpeg, 0xC9)));
    all.put("lossless", of("CORRUPT_HEADER", frame(jpeg, 0xC3)));
    all.put("hierarchical", of("CORRUPT_HEADER", frame(jpeg, 0xC5)));
    all.put("12 bits", of("CORRUPT_HEADER", at(jpeg, Jpegs.segment(jpeg, SOF0) + 4, 12)));
    all.put("no channel", of("CORRUPT_HEADER", at(jpeg, Jpegs.segment(jpeg, SOF0) + 9, 0)));
    all.put("five channels", of("CORRUPT_HEADER", at(jpeg, Jpegs.segment(jpeg, SOF0) + 9, 5)));
    all.put("two channels", of("CORRUPT_HEADER", at(jpeg, Jpegs.segment(jpeg, SOF0) + 9, 2)));
    all.put(
        "height 0",
        of(
            "CORRUPT_HEADER",
            at(at(jpeg, Jpegs.segment(jpeg, SOF0) + 5, 0), Jpegs.segment(jpeg, SOF0) + 6, 0)));
    all.put(
        "width 0",
        of(
            "CORRUPT_HEADER",
            at(at(jpeg, Jpegs.segment(jpeg, SOF0) + 7, 0), Jpegs.segment(jpeg, SOF0) + 8, 0)));
    all.put(
        "65535 high",
        of(
            "TOO_LARGE",
            at(at(jpeg, Jpegs.segment(jpeg, SOF0) + 5, 255), Jpegs.segment(jpeg, SOF0) + 6, 255)));
    all.put(
        "twice as high as its data",
        of("CORRUPT", at(jpeg, Jpegs.segment(jpeg, SOF0) + 6, 2 * HEIGHT)));
    all.put("comment", of("jpeg", segment(jpeg, 0xFE, text("made with a camera"))));
    all.put("EXIF, upright", of("jpeg", segment(jpeg, 0xE1, exif(1))));
    for (int turn : new int[] {2, 3, 6, 8}) {
      all.put(
          "EXIF, turned " + turn, of("jpeg [EXIF_ORIENTATION]", segment(jpeg, 0xE1, exif(turn))));
    }
    all.put("EXIF, turned 99", of("jpeg", segment(jpeg, 0xE1, exif(99))));
    all.put("EXIF, cut", of("jpeg", segment(jpeg, 0xE1, text("Exif\0\0MM"))));
    all.put("XMP", of("jpeg", segment(jpeg, 0xE1, text("http://ns.adobe.com/xap/1.0/\0<x/>"))));
    all.put(
        "a segment that is longer than the file",
        of("CORRUPT_HEADER", at(segment(jpeg, 0xE1, exif(1)), 4, 0xFF)));
    all.put(
        "filling bytes before a marker",
        of("jpeg", joined(Arrays.copyOf(jpeg, 2), new byte[] {-1, -1, -1}, tail(jpeg, 2))));
    all.put("two starts", of("CORRUPT", joined(Arrays.copyOf(jpeg, 2), jpeg)));
    all.put("two pictures, one after the other", of("jpeg [TRAILING_DATA]", joined(jpeg, jpeg)));
    all.put(
        "zeros at the end", of("jpeg [TRAILING_DATA]", Arrays.copyOf(jpeg, jpeg.length + 4096)));
    all.put("a line break before it", of("NOT_AN_IMAGE", joined(text("\n"), jpeg)));
    all.put("cut in its header", of("CORRUPT_HEADER", Arrays.copyOf(jpeg, 100)));
    all.put("cut after its first byte", of("NOT_AN_IMAGE", Arrays.copyOf(jpeg, 1)));
    all.put("cut after its start", of("NOT_AN_IMAGE", Arrays.copyOf(jpeg, 2)));
    all.put("cut in the middle", of("TRUNCATED", Arrays.copyOf(jpeg, Jpegs.scanStart(jpeg) + 60)));
    all.put("without its end", of("jpeg [TRUNCATED_TAIL]", Arrays.copyOf(jpeg, jpeg.length - 2)));
    all.put("only its header", of("TRUNCATED", Arrays.copyOf(jpeg, Jpegs.scanStart(jpeg))));
    all.put("without tables", of("CORRUPT_HEADER", without(jpeg, 0xC4)));
    all.put("without quantisation", of("CORRUPT_HEADER", without(jpeg, 0xDB)));
    all.put(
        "sent as text",
        of(
            "CORRUPT_HEADER",
            new String(jpeg, ISO_8859_1).replace("\n", "\r\n").getBytes(ISO_8859_1)));
    all.put("read as UTF-8", of("NOT_AN_IMAGE", new String(jpeg, ISO_8859_1).getBytes(UTF_8)));
    all.put("base64", of("NOT_AN_IMAGE", Base64.getMimeEncoder().encode(jpeg)));
    all.put("PNG", of("png", Jpegs.write("png", image(BufferedImage.TYPE_3BYTE_BGR))));
    all.put("PNG with alpha", of("png", Jpegs.write("png", image(BufferedImage.TYPE_4BYTE_ABGR))));
    all.put("PNG, grey", of("png [GREY]", Jpegs.write("png", image(BufferedImage.TYPE_BYTE_GRAY))));
    all.put("PNG, palette", of("png", Jpegs.write("png", image(BufferedImage.TYPE_BYTE_INDEXED))));
    all.put(
        "PNG, black and white",
        of("png [GREY]", Jpegs.write("png", image(BufferedImage.TYPE_BYTE_BINARY))));
    all.put("PNG, 16 bits", of("png", encoded(".png", opencv_core.CV_16UC3)));
    all.put("PNG, 16 bits, grey", of("png [GREY]", encoded(".png", opencv_core.CV_16UC1)));
    all.put(
        "PNG that says 30000 x 30000",
        of("TOO_LARGE", huge(Jpegs.write("png", image(BufferedImage.TYPE_3BYTE_BGR)))));
    all.put("GIF", of("gif", Jpegs.write("gif", image(BufferedImage.TYPE_BYTE_INDEXED))));
    all.put("BMP", of("NOT_AN_IMAGE", Jpegs.write("bmp", image(BufferedImage.TYPE_3BYTE_BGR))));
    all.put("TIFF", of("NOT_AN_IMAGE", Jpegs.write("tiff", image(BufferedImage.TYPE_3BYTE_BGR))));
    all.put("WebP", of("NOT_AN_IMAGE", encoded(".webp", opencv_core.CV_8UC3)));
    all.put("JPEG 2000", of("NOT_AN_IMAGE", text("\0\0\0\fjP  \r\n\u0087\n")));
    all.put("HEIC of a phone", of("NOT_AN_IMAGE", text("\0\0\0\30ftypheic\0\0\0\0mif1heic")));
    all.put("AVIF", of("NOT_AN_IMAGE", text("\0\0\0\34ftypavif\0\0\0\0avifmif1miaf")));
    all.put("PDF", of("NOT_AN_IMAGE", text("%PDF-1.4\n%\u00e2\u00e3\n")));
    all.put("SVG", of("NOT_AN_IMAGE", text("<svg xmlns='http://www.w3.org/2000/svg'/>")));
    all.put("a page instead of it", of("NOT_AN_IMAGE", text("<!DOCTYPE html><html>404</html>")));
    all.put(
        "a pointer of Git LFS",
        of("NOT_AN_IMAGE", text("version https://git-lfs.github.com/spec/v1\noid sha256:00\n")));
    all.put("zip", of("NOT_AN_IMAGE", text("PK\3\4")));
    all.put("nothing", of("EMPTY", new byte[0]));
    all.put("zeros", of("NOT_AN_IMAGE", new byte[5000]));
    all.put("1 x 1", of("TOO_SMALL", Jpegs.colour(1, 1)));
    all.put("very thin", of("TOO_SMALL", Jpegs.colour(1000, 2)));
    return all.entrySet().stream()
        .map(e -> Arguments.of(e.getKey(), e.getValue()[0], e.getValue()[1]));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("pictures")
  void hasItsOutcome(String name, String expected, byte[] file) {
    Picture picture = reader.read(file, Squaring.REPLICATE_EDGES);
    assertThat(outcome(picture)).as(name).isEqualTo(expected);
  }

  private static String outcome(Picture picture) {
    if (picture instanceof Picture.Rejected rejected) {
      return rejected.reason().name();
    }
    Picture.PictureFacts facts = ((Picture.Accepted) picture).facts();
    String flags =
        facts.flags().stream()
            .filter(flag -> flag != PictureFlag.SQUARED)
            .sorted()
            .map(PictureFlag::name)
            .collect(Collectors.joining(", "));
    return facts.format().name().toLowerCase(Locale.ROOT)
        + (flags.isEmpty() ? "" : " [" + flags + "]");
  }

  private static Object[] of(String outcome, byte[] file) {
    return new Object[] {outcome, file};
  }

  private static BufferedImage image(int type) {
    return Jpegs.picture(WIDTH, HEIGHT, type);
  }

  private static byte[] text(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] tail(byte[] file, int from) {
    return Arrays.copyOfRange(file, from, file.length);
  }

  private static byte[] at(byte[] file, int position, int value) {
    byte[] changed = file.clone();
    changed[position] = (byte) value;
    return changed;
  }

  /** With one more segment at the start. */
  private static byte[] segment(byte[] jpeg, int marker, byte[] content) {
    int length = content.length + 2;
    byte[] head = {(byte) 0xFF, (byte) marker, (byte) (length >> 8), (byte) length};
    return joined(Arrays.copyOf(jpeg, 2), head, content, tail(jpeg, 2));
  }

  /** Without the segments of a marker. */
  private static byte[] without(byte[] jpeg, int marker) {
    byte[] file = jpeg;
    for (int at = 2; (file[at + 1] & 0xFF) != 0xDA; ) {
      int next = at + 2 + (((file[at + 2] & 0xFF) << 8) | (file[at + 3] & 0xFF));
      if ((file[at + 1] & 0xFF) == marker) {
        file = joined(Arrays.copyOf(file, at), tail(file, next));
      } else {
        at = next;
      }
    }
    return file;
  }

  /** The frame under another marker. */
  private static byte[] frame(byte[] jpeg, int marker) {
    return at(jpeg, Jpegs.segment(jpeg, SOF0) + 1, marker);
  }

  /** Adobe's segment: 0 no conversion, 1 YCbCr, 2 YCCK. */
  private static byte[] adobe(int transform) {
    return joined(text("Adobe"), new byte[] {0, 100, 0, 0, 0, 0, (byte) transform});
  }

  private static byte[] exif(int orientation) {
    return joined(
        text("Exif\0\0MM\0*\0\0\0\b\0\1\1\22\0\3\0\0\0\1"),
        new byte[] {0, (byte) orientation, 0, 0, 0, 0, 0, 0});
  }

  /** What OpenCV writes of noise. */
  private static byte[] encoded(String format, int type) {
    try (Mat mat = new Mat(HEIGHT, WIDTH, type);
        BytePointer file = new BytePointer()) {
      mat.data().put(new byte[HEIGHT * (int) mat.step(0)]);
      assertThat(opencv_imgcodecs.imencode(format, mat, file)).isTrue();
      byte[] bytes = new byte[(int) file.limit()];
      file.get(bytes);
      return bytes;
    }
  }

  /** The size in a PNG's header, with the checksum that belongs to it. */
  private static byte[] huge(byte[] png) {
    java.nio.ByteBuffer file = java.nio.ByteBuffer.wrap(png.clone());
    file.putInt(16, 30_000).putInt(20, 30_000);
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    crc.update(file.array(), 12, 17);
    file.putInt(29, (int) crc.getValue());
    return file.array();
  }
}
