// SPDX-License-Identifier: Apache-2.0
package io.agegender.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ScalingTest {
  private static PictureReader reader(PictureRules.RoundTrip roundTrip) {
    return new PictureReader(
        new PictureRules(20_000_000, 25_000_000, 1, PictureRules.TruncatedTail.ACCEPT, roundTrip));
  }

  /** 3 x 256: the left edge is repeated 126 times, the right one 127 times. */
  @Test
  void squaringRepeatsTheEdgesAndPutsTheOddPixelRightAndBelow() {
    BufferedImage image = new BufferedImage(3, 256, BufferedImage.TYPE_3BYTE_BGR);
    BufferedImage lying = new BufferedImage(256, 3, BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < 256; i++) {
      for (int j = 0; j < 3; j++) {
        image.setRGB(j, i, 0x010101 * (10 + 100 * j));
        lying.setRGB(i, j, 0x010101 * (10 + 100 * j));
      }
    }
    byte[] upright = record(Jpegs.write("png", image), Squaring.REPLICATE_EDGES);
    byte[] flat = record(Jpegs.write("png", lying), Squaring.REPLICATE_EDGES);
    for (int i = 0; i < 256; i++) {
      int expected = i <= 126 ? 10 : i == 127 ? 110 : 210;
      assertThat(upright[77 * 256 + i] & 0xFF).as("column %d", i).isEqualTo(expected);
      assertThat(flat[i * 256 + 77] & 0xFF).as("row %d", i).isEqualTo(expected);
    }
  }

  @Test
  void withoutSquaringTheRatioIsIgnored() {
    BufferedImage image = Jpegs.picture(300, 100, BufferedImage.TYPE_3BYTE_BGR);
    byte[] png = Jpegs.write("png", image);
    assertThat(Arrays.equals(record(png, Squaring.NONE), Jpegs.openCv(png))).isTrue();
    assertThat(Arrays.equals(record(png, Squaring.REPLICATE_EDGES), Jpegs.openCv(png))).isFalse();
  }

  @Test
  void theRoundTripThroughJpegChangesPixelsALittle() {
    byte[] png = Jpegs.write("png", Jpegs.picture(300, 100, BufferedImage.TYPE_3BYTE_BGR));
    byte[] without = record(png, Squaring.REPLICATE_EDGES);
    Picture picture = reader(PictureRules.RoundTrip.JPEG).read(png, Squaring.REPLICATE_EDGES);
    byte[] with = ((Picture.Accepted) picture).record();
    assertThat(Arrays.equals(with, without)).isFalse();
    long difference = 0;
    for (int i = 0; i < with.length; i++) {
      difference += Math.abs((with[i] & 0xFF) - (without[i] & 0xFF));
    }
    assertThat((double) difference / with.length).isBetween(0.1, 12.0);
  }

  private static byte[] record(byte[] file, Squaring squaring) {
    return ((Picture.Accepted) reader(PictureRules.RoundTrip.NONE).read(file, squaring)).record();
  }
}
