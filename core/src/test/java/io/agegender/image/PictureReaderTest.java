// SPDX-License-Identifier: Apache-2.0
package io.agegender.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.image.verdict.PictureFlag;
import io.agegender.image.verdict.PictureProblem;
import io.agegender.image.verdict.PictureReason;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pictures of which the JDK's own reader makes grey faces, and others that are to be refused.
 */
class PictureReaderTest {
  private static final PictureRules RULES =
      new PictureRules(
          20_000_000,
          25_000_000,
          16,
          PictureRules.TruncatedTail.ACCEPT,
          PictureRules.RoundTrip.NONE);

  private final PictureReader reader = new PictureReader(RULES);

  static Stream<byte[]> wholeFiles() {
    return Stream.of(
        Jpegs.colour(90, 70),
        Jpegs.progressive(90, 70),
        Jpegs.withRestarts(90, 70),
        Jpegs.colour(816, 816),
        Jpegs.colour(301, 523),
        Jpegs.progressive(333, 257),
        Jpegs.sampled(131, 77, 1, 1),
        Jpegs.sampled(131, 77, 2, 1),
        Jpegs.sampled(131, 77, 1, 2),
        Jpegs.sampled(131, 77, 4, 1),
        Jpegs.write("jpeg", Jpegs.picture(65, 33, BufferedImage.TYPE_BYTE_GRAY)),
        Jpegs.write("png", Jpegs.picture(40, 50, BufferedImage.TYPE_3BYTE_BGR)));
  }

  @ParameterizedTest
  @MethodSource("wholeFiles")
  void pixelsAreThoseOfOpenCv(byte[] file) {
    assertThat(Arrays.equals(accepted(file).record(), Jpegs.openCv(file))).isTrue();
  }

  @ParameterizedTest
  @MethodSource("wholeFiles")
  void cutAtHalfItsLengthIsNoPicture(byte[] file) {
    assertThat(rejected(Arrays.copyOf(file, file.length / 2)))
        .isIn(PictureReason.TRUNCATED, PictureReason.CORRUPT);
  }

  @Test
  void aCutJpegIsCalledTruncatedWhereverItEnds() {
    for (byte[] file : new byte[][] {Jpegs.colour(90, 70), Jpegs.withRestarts(90, 70)}) {
      int scan = Jpegs.scanStart(file);
      for (int length = 3; length < scan; length++) {
        assertThat(rejected(Arrays.copyOf(file, length)))
            .as("%d of %d bytes", length, file.length)
            .isEqualTo(PictureReason.CORRUPT_HEADER);
      }
      for (int length = scan; length < file.length - 2; length++) {
        assertThat(rejected(Arrays.copyOf(file, length)))
            .as("%d of %d bytes", length, file.length)
            .isEqualTo(PictureReason.TRUNCATED);
      }
    }
  }

  @Test
  void aCutProgressiveJpegIsNotAccepted() {
    byte[] file = Jpegs.progressive(64, 64);
    for (int length = 3; length < file.length - 2; length += 7) {
      assertThat(reader.read(Arrays.copyOf(file, length), Squaring.NONE))
          .as("%d of %d bytes", length, file.length)
          .isInstanceOf(Picture.Rejected.class);
    }
  }

  @ParameterizedTest
  @MethodSource("wholeFiles")
  void onlyTheEndMarkerMissing(byte[] file) {
    if (PictureFormat.of(file) != PictureFormat.JPEG) {
      return;
    }
    for (int cut = 1; cut <= 2; cut++) {
      byte[] tail = Arrays.copyOf(file, file.length - cut);
      Picture.Accepted picture = accepted(tail);
      assertThat(picture.facts().flags()).contains(PictureFlag.TRUNCATED_TAIL);
      assertThat(Arrays.equals(picture.record(), accepted(file).record())).isTrue();
      PictureRules strict =
          new PictureRules(
              RULES.maxBytes(),
              RULES.maxPixels(),
              RULES.minSide(),
              PictureRules.TruncatedTail.REJECT,
              PictureRules.RoundTrip.NONE);
      assertThat(new PictureReader(strict).read(tail, Squaring.NONE))
          .isInstanceOfSatisfying(
              Picture.Rejected.class,
              r -> assertThat(r.reason()).isEqualTo(PictureReason.TRUNCATED_TAIL));
    }
  }

  @Test
  void everyFlippedBitThatADecoderWarnsOfIsFound() throws PictureProblem {
    byte[] file = Jpegs.colour(72, 56);
    int found = 0;
    int flips = 0;
    for (int bit = 8 * Jpegs.scanStart(file); bit < 8 * (file.length - 2); bit += 3) {
      byte[] flipped = file.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      boolean refused = reader.read(flipped, Squaring.NONE) instanceof Picture.Rejected;
      flips++;
      found += refused ? 1 : 0;
      if (!refused) {
        assertThat(JpegWarnings.of(flipped)).as("bit %d", bit).isEmpty();
      }
    }
    // The others change values and not their number: no decoder can tell.
    assertThat((double) found / flips).isGreaterThan(0.2);
  }

  @Test
  void sixtyFourBadBytesAreMostlyFound() {
    byte[] file = Jpegs.colour(200, 200);
    int scan = Jpegs.scanStart(file);
    int found = 0, all = 0;
    for (int start = scan; start < file.length - 70; start += 97) {
      byte[] bad = file.clone();
      for (int i = 0; i < 64; i++) {
        bad[start + i] = (byte) (37 * (start + i) ^ 0x5A);
      }
      all++;
      found += reader.read(bad, Squaring.NONE) instanceof Picture.Rejected ? 1 : 0;
    }
    // Codes fall into step again soon; then only values that no picture has give the damage away.
    assertThat((double) found / all).isGreaterThan(0.85);
  }

  @Test
  void aFlippedBitInAProgressiveFileIsFoundIfTheDecoderWarns() throws PictureProblem {
    byte[] file = Jpegs.progressive(64, 64);
    int warned = 0;
    for (int bit = 8 * Jpegs.scanStart(file); bit < 8 * (file.length - 2); bit += 41) {
      byte[] flipped = file.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      if (reader.read(flipped, Squaring.NONE) instanceof Picture.Rejected) {
        warned++;
      } else {
        assertThat(JpegWarnings.of(flipped)).isEmpty();
      }
    }
    assertThat(warned).isPositive();
  }

  @Test
  void noBytesAndGarbage() {
    assertThat(rejected(new byte[0])).isEqualTo(PictureReason.EMPTY);
    assertThat(rejected("<html>404 Not Found</html>".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(PictureReason.NOT_AN_IMAGE);
    byte[] zeros = new byte[5000];
    assertThat(rejected(zeros)).isEqualTo(PictureReason.NOT_AN_IMAGE);
  }

  @Test
  void heightZeroAndHugeHeadersAreRefusedBeforeDecoding() {
    byte[] file = Jpegs.colour(90, 70);
    int frame = Jpegs.segment(file, 0xC0);
    assertThat(rejected(withSize(file, frame, 90, 0))).isEqualTo(PictureReason.CORRUPT_HEADER);
    assertThat(rejected(withSize(file, frame, 65500, 65500))).isEqualTo(PictureReason.TOO_LARGE);
    // Within the budget, but the data end long before: a decoder would fill up with grey.
    assertThat(rejected(withSize(file, frame, 90, 4000)))
        .isIn(PictureReason.CORRUPT, PictureReason.TRUNCATED);
  }

  @Test
  void tooManyBytesAndTooFewPixels() {
    PictureRules narrow =
        new PictureRules(
            100, 25_000_000, 16, PictureRules.TruncatedTail.ACCEPT, PictureRules.RoundTrip.NONE);
    assertThat(new PictureReader(narrow).read(Jpegs.colour(90, 70), Squaring.NONE))
        .isInstanceOfSatisfying(
            Picture.Rejected.class, r -> assertThat(r.reason()).isEqualTo(PictureReason.TOO_LARGE));
    assertThat(rejected(Jpegs.colour(1, 1))).isEqualTo(PictureReason.TOO_SMALL);
    assertThat(rejected(Jpegs.colour(900, 2))).isEqualTo(PictureReason.TOO_SMALL);
  }

  @Test
  void theBudgetCountsWhatWillBeAllocated() {
    // A long strip fits, but the square that it is made into does not.
    byte[] strip = Jpegs.colour(6000, 16);
    assertThat(reader.read(strip, Squaring.NONE)).isInstanceOf(Picture.Accepted.class);
    assertThat(reader.read(strip, Squaring.REPLICATE_EDGES))
        .isInstanceOfSatisfying(
            Picture.Rejected.class,
            r -> {
              assertThat(r.reason()).isEqualTo(PictureReason.TOO_LARGE);
              assertThat(r.detail()).contains("6000 x 16 pixels, made square 6000 x 6000");
            });
    // A GIF whose image is larger than its logical screen.
    byte[] gif = Jpegs.write("gif", Jpegs.picture(40, 50, BufferedImage.TYPE_3BYTE_BGR));
    int image = 13 + 3 * (2 << (gif[10] & 7));
    while (gif[image] != ',') {
      image += 2; // extension and label; then blocks
      while (gif[image] != 0) {
        image += 1 + (gif[image] & 0xFF);
      }
      image++;
    }
    for (int side : new int[] {30_000, 12_000}) {
      byte[] large = gif.clone();
      for (int at : new int[] {image + 5, image + 7}) {
        large[at] = (byte) side;
        large[at + 1] = (byte) (side >> 8);
      }
      assertThat(rejected(large)).isEqualTo(PictureReason.TOO_LARGE);
    }
  }

  @Test
  void theBudgetCountsTheScansOfProgressivePictures() {
    byte[] file = Jpegs.progressive(64, 64);
    assertThat(reader.read(file, Squaring.NONE)).isInstanceOf(Picture.Accepted.class);
    int scan = Jpegs.segment(file, 0xDA);
    int next = scan + 2;
    while ((file[next] & 0xFF) != 0xFF || file[next + 1] == 0) {
      next++;
    }
    int length = next - scan;
    byte[] many = new byte[file.length + 30_000 * length];
    System.arraycopy(file, 0, many, 0, next);
    for (int i = 0; i < 30_000; i++) {
      System.arraycopy(file, scan, many, next + i * length, length);
    }
    System.arraycopy(file, next, many, next + 30_000 * length, file.length - next);
    assertThat(reader.read(many, Squaring.NONE))
        .isInstanceOfSatisfying(
            Picture.Rejected.class,
            r -> {
              assertThat(r.reason()).isEqualTo(PictureReason.TOO_LARGE);
              assertThat(r.detail()).startsWith("101 scans over 64 x 64 pixels");
            });
  }

  @Test
  void pngAndGifNamedJpgAreAcceptedAndNoted() {
    BufferedImage image = Jpegs.picture(40, 50, BufferedImage.TYPE_3BYTE_BGR);
    assertThat(accepted(Jpegs.write("png", image)).facts().format()).isEqualTo(PictureFormat.PNG);
    BufferedImage flat = new BufferedImage(40, 50, BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < 40 * 50; i++) {
      flat.setRGB(i % 40, i / 40, 0x336699);
    }
    Picture.Accepted gif = accepted(Jpegs.write("gif", flat));
    assertThat(gif.facts().format()).isEqualTo(PictureFormat.GIF);
    assertThat(gif.record()[0] & 0xFF).isEqualTo(0x99);
    assertThat(gif.record()[Pixels.PLANE] & 0xFF).isEqualTo(0x66);
    assertThat(gif.record()[2 * Pixels.PLANE] & 0xFF).isEqualTo(0x33);
  }

  @Test
  void aCutPngOrGifIsRejected() {
    byte[] png = Jpegs.write("png", Jpegs.picture(80, 80, BufferedImage.TYPE_3BYTE_BGR));
    byte[] flipped = png.clone();
    flipped[png.length / 2] ^= 4;
    assertThat(rejected(flipped)).isEqualTo(PictureReason.CORRUPT);
    for (int length = 9; length < png.length - 12; length += 13) {
      assertThat(reader.read(Arrays.copyOf(png, length), Squaring.NONE))
          .as("%d of %d bytes", length, png.length)
          .isInstanceOf(Picture.Rejected.class);
    }
    byte[] gif = Jpegs.write("gif", Jpegs.picture(80, 80, BufferedImage.TYPE_3BYTE_BGR));
    assertThat(reader.read(Arrays.copyOf(gif, gif.length / 2), Squaring.NONE))
        .isInstanceOf(Picture.Rejected.class);
  }

  @Test
  void greyscaleGivesThreeEqualChannels() {
    Picture.Accepted grey =
        accepted(Jpegs.write("jpeg", Jpegs.picture(65, 33, BufferedImage.TYPE_BYTE_GRAY)));
    assertThat(grey.facts().flags()).containsExactly(PictureFlag.GREY);
    byte[] blue = Arrays.copyOfRange(grey.record(), 0, Pixels.PLANE);
    assertThat(
            Arrays.equals(Arrays.copyOfRange(grey.record(), Pixels.PLANE, 2 * Pixels.PLANE), blue))
        .isTrue();
    assertThat(
            Arrays.equals(Arrays.copyOfRange(grey.record(), 2 * Pixels.PLANE, Pixels.RECORD), blue))
        .isTrue();
  }

  @Test
  void fourChannelsAreConvertedAsOpenCvDoes() {
    byte[] file = Jpegs.cmyk(64, 48);
    Picture.Accepted picture = accepted(file);
    assertThat(picture.facts().flags()).containsExactly(PictureFlag.CMYK);
    assertThat(Arrays.equals(picture.record(), Jpegs.openCv(file))).isTrue();
  }

  @Test
  void orientationIsCountedAndNotApplied() {
    byte[] file = Jpegs.colour(90, 70);
    byte[] turned = insert(file, 2, exif(6));
    Picture.Accepted picture = accepted(turned);
    assertThat(picture.facts().flags()).containsExactly(PictureFlag.EXIF_ORIENTATION);
    assertThat(Arrays.equals(picture.record(), accepted(file).record())).isTrue();
    assertThat(picture.facts().width()).isEqualTo(90);
    assertThat(accepted(insert(file, 2, exif(1))).facts().flags()).isEmpty();
  }

  @Test
  void bytesAfterTheEndAreAccepted() {
    byte[] file = Jpegs.colour(90, 70);
    Picture.Accepted picture = accepted(Arrays.copyOf(file, file.length + 100_000));
    assertThat(picture.facts().flags()).containsExactly(PictureFlag.TRAILING_DATA);
    assertThat(Arrays.equals(picture.record(), accepted(file).record())).isTrue();
  }

  private Picture.Accepted accepted(byte[] file) {
    Picture picture = reader.read(file, Squaring.NONE);
    assertThat(picture).isInstanceOf(Picture.Accepted.class);
    return (Picture.Accepted) picture;
  }

  private PictureReason rejected(byte[] file) {
    Picture picture = reader.read(file, Squaring.NONE);
    assertThat(picture).isInstanceOf(Picture.Rejected.class);
    return ((Picture.Rejected) picture).reason();
  }

  private static byte[] withSize(byte[] file, int frame, int width, int height) {
    byte[] changed = file.clone();
    changed[frame + 5] = (byte) (height >> 8);
    changed[frame + 6] = (byte) height;
    changed[frame + 7] = (byte) (width >> 8);
    changed[frame + 8] = (byte) width;
    return changed;
  }

  private static byte[] insert(byte[] file, int at, byte[] segment) {
    byte[] changed = new byte[file.length + segment.length];
    System.arraycopy(file, 0, changed, 0, at);
    System.arraycopy(segment, 0, changed, at, segment.length);
    System.arraycopy(file, at, changed, at + segment.length, file.length - at);
    return changed;
  }

  private static byte[] exif(int orientation) {
    return new byte[] {
      (byte) 0xFF,
      (byte) 0xE1,
      0,
      34,
      'E',
      'x',
      'i',
      'f',
      0,
      0,
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8,
      0,
      1,
      1,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      (byte) orientation,
      0,
      0,
      0,
      0,
      0,
      0
    };
  }
}
