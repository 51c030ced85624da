// SPDX-License-Identifier: Apache-2.0
package io.agegender.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.testing.Fuzz;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

/** Damaged pictures of all formats: a verdict, and bounded time and memory. */
class PictureFuzzTest {
  private final PictureReader reader =
      new PictureReader(
          new PictureRules(
              1 << 20,
              1_000_000,
              8,
              PictureRules.TruncatedTail.ACCEPT,
              PictureRules.RoundTrip.NONE));

  @Test
  void jpeg() throws Exception {
    Fuzz.of(
            "jpeg",
            Jpegs.colour(48, 40),
            Jpegs.progressive(40, 48),
            Jpegs.cmyk(24, 24),
            Jpegs.withRestarts(48, 32),
            Jpegs.sampled(33, 17, 2, 2))
        .run(2500, this::read);
  }

  @Test
  void png() throws Exception {
    Fuzz.of("png", written("png"), Jpegs.write("png", grey())).run(1000, this::read);
  }

  @Test
  void gif() throws Exception {
    Fuzz.of("gif", written("gif"), Jpegs.write("gif", grey())).run(1000, this::read);
  }

  /** Formats that are not read at all. */
  @Test
  void bmpAndWebp() throws Exception {
    byte[] webp = written("bmp");
    System.arraycopy(
        "RIFF\20\0\0\0WEBPVP8L".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
        0,
        webp,
        0,
        16);
    Fuzz.of("bmp", written("bmp"), webp).run(500, this::read);
  }

  private void read(byte[] file) {
    Picture picture = reader.read(file, Squaring.REPLICATE_EDGES);
    if (picture instanceof Picture.Accepted accepted) {
      assertThat(accepted.record()).hasSize(Pixels.RECORD);
    } else {
      assertThat(((Picture.Rejected) picture).detail()).isNotBlank();
    }
  }

  private static byte[] written(String format) {
    return Jpegs.write(format, Jpegs.picture(40, 32, BufferedImage.TYPE_3BYTE_BGR));
  }

  private static BufferedImage grey() {
    return Jpegs.picture(24, 24, BufferedImage.TYPE_BYTE_GRAY);
  }
}
